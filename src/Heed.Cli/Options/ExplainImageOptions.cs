using System.CommandLine;
using System.CommandLine.Parsing;
using Heed.Figures.Vision;
using Heed.Pipelines.ImageClassification;

namespace Heed.Cli.Options;

/// <summary>Options of explaining a picture.</summary>
internal static class ExplainImageOptions
{
    private static readonly Dictionary<string, ExplanationMethod> Methods = new()
    {
        ["attention"] = ExplanationMethod.Attention,
        ["pooling"] = ExplanationMethod.Pooling,
        ["rollout"] = ExplanationMethod.Rollout,
        ["gradient-rollout"] = ExplanationMethod.GradientRollout,
        ["relevance"] = ExplanationMethod.Relevance,
    };

    public static Option<PictureContent?> Show { get; } = new("--show")
    {
        Description = "For a picture, what .svg and .png show: all, overlay (one method, large), methods (side by side), heads (every layer and head) or tokens (how the picture becomes tokens and these an answer). Default: all.",
        HelpName = "WHAT",
        CustomParser = Parse.OneOf<PictureContent>(),
    };

    public static Option<ExplanationMethod?> Method { get; } = new("--method")
    {
        Description = $"For a picture, the method of the overlay: {string.Join(", ", Methods.Keys)}. Default: the one that its tests speak for most.",
        HelpName = "NAME",
        CustomParser = ParseMethod,
    };

    public static Option<string?> Target { get; } = new("--target")
    {
        Description = "For a picture, the label whose reasons are shown. Default: the predicted one.",
        HelpName = "LABEL",
    };

    public static Option<int?> Layer { get; } = new("--layer")
    {
        Description = "For a picture, the one layer whose heads are shown, counted from 1. Default: all layers.",
        HelpName = "N",
        CustomParser = Parse.OptionalWhole(1),
    };

    public static Option<bool> ByPatch { get; } = new("--by-patch") { Description = "For a picture, shows each patch in one colour, with its edges, rather than smoothed." };

    public static Option<bool> Untested { get; } = new("--untested") { Description = "For a picture, leaves out deletion and insertion, which take some hundred passes through the model." };

    public static IReadOnlyList<Option> All => [Show, Method, Target, Layer, ByPatch, Untested];

    /// <summary>How maps are laid over the picture.</summary>
    public static OverlayStyle StyleOf(Invocation invocation) => invocation.Get(ByPatch) ? OverlayStyle.Patches : OverlayStyle.Smooth;

    /// <summary>What a method is called on the command line.</summary>
    public static string NameOf(ExplanationMethod method) => Methods.Single(entry => entry.Value == method).Key;

    private static ExplanationMethod? ParseMethod(ArgumentResult result)
    {
        if (Methods.TryGetValue(result.Tokens[0].Value.ToLowerInvariant(), out var method))
        {
            return method;
        }

        result.AddError($"--method: found '{result.Tokens[0].Value}', expected one of {string.Join(", ", Methods.Keys)}.");
        return null;
    }
}

/// <summary>What a file shows of an explained picture.</summary>
internal enum PictureContent
{
    All,
    Overlay,
    Methods,
    Heads,
    Tokens,
}
