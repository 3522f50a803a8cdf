using System.CommandLine;
using Heed.Cli.Kinds;
using Heed.Cli.Options;

namespace Heed.Cli.Verbs;

/// <summary><c>heed predict</c>: classifies texts or pictures, in their order, as they come.</summary>
internal static class PredictVerb
{
    public static Argument<string[]> Inputs { get; } = new("INPUT")
    {
        Description = "Texts to classify, or files, folders and .zip files of pictures, - for one picture on standard input; one that begins with a dash comes after --.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Option<string?> Input { get; } = new("--input")
    {
        Description = "Reads texts from a file (.csv, .tsv, .jsonl, .parquet, or one text a line), or from standard input for -: one text a line, or JSON lines with the key text. For a model of pictures: their paths, one a line.",
        HelpName = "FILE or -",
    };

    public static Option<int?> TopK { get; } = new("--top-k")
    {
        Description = "How many labels to name for each. Default: 1, with --json all.",
        HelpName = "N",
        CustomParser = Parse.OptionalWhole(1),
    };

    public static Command Create() => Invocation.Bind(
        new Command("predict", "Classifies texts or pictures, in their order, as they come.")
        {
            Inputs,
            SharedOptions.Model,
            Input,
            TopK,
            DataOptions.Text,
            DataOptions.NoHeader,
            ImageOptions.SkipBroken,
            ImageOptions.ImageSize,
            SharedOptions.Threads,
            SharedOptions.Json,
            SharedOptions.Quiet,
        },
        invocation => ModelKind.Of(invocation).PredictAsync(invocation));

    /// <summary>What stands on the command line, or what <paramref name="read"/> makes of --input.</summary>
    /// <param name="invocation">The command line.</param>
    /// <param name="nouns">What is classified: texts or pictures.</param>
    /// <param name="others">What may stand in place of them, in words.</param>
    /// <param name="read">What --input names.</param>
    /// <exception cref="InvalidInputException">Both are given, or neither.</exception>
    public static IEnumerable<string> Given(Invocation invocation, string nouns, string others, Func<string, IEnumerable<string>> read)
    {
        var (given, input) = (invocation.Get(Inputs), invocation.Get(Input));
        return (given.Length > 0) == (input is not null)
            ? throw new InvalidInputException(given.Length > 0
                ? $"Found both {nouns} and --input {input}; expected one of them."
                : $"There is nothing to classify; expected {nouns}, {others}.")
            : input is null ? given : read(input);
    }
}
