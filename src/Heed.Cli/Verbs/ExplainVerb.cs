using System.CommandLine;
using Heed.Cli.Kinds;
using Heed.Cli.Options;

namespace Heed.Cli.Verbs;

/// <summary><c>heed explain</c>: shows what a model attended to for one text or picture.</summary>
internal static class ExplainVerb
{
    public static Argument<string> Input { get; } = new("INPUT") { Description = "The text, or the path of the picture, - for one on standard input; a text that begins with a dash comes after --." };

    public static Option<string?> Output { get; } = new("--output")
    {
        Description = "Where the explanation goes: .html (a page to explore), .svg or .png (a picture) or .json (the numbers). Without it the explanation is only shown here.",
        HelpName = "FILE",
    };

    public static Command Create() => Invocation.Bind(
        new Command("explain", "Shows what a model attended to for one text or picture.")
        {
            Input,
            SharedOptions.Model,
            Output,
            ExplainImageOptions.Show,
            ExplainImageOptions.Method,
            ExplainImageOptions.Target,
            ExplainImageOptions.Layer,
            ExplainImageOptions.ByPatch,
            ExplainImageOptions.Untested,
            ImageOptions.ImageSize,
            SharedOptions.Threads,
            SharedOptions.Json,
            SharedOptions.Quiet,
        },
        invocation => ModelKind.Of(invocation).Explain(invocation));
}
