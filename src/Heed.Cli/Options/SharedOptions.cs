using System.CommandLine;
using Heed.Pipelines.Classification;

namespace Heed.Cli.Options;

/// <summary>Options that mean the same wherever they stand.</summary>
internal static class SharedOptions
{
    private const int MostThreads = 256;

    public static Option<int> Seed { get; } = new("--seed")
    {
        Description = "Decides every random choice; the same seed gives the same result, to the bit.",
        HelpName = "N",
        DefaultValueFactory = _ => 42,
        CustomParser = Parse.Whole(0),
    };

    public static Option<int> Threads { get; } = new("--threads")
    {
        Description = "Threads to work with; the result does not depend on it. Default: the number of cores.",
        HelpName = "N",
        CustomParser = Parse.Whole(1, MostThreads),
    };

    public static Option<int?> Epochs { get; } = new("--epochs")
    {
        Description = "Passes over the labelled examples. Default: chosen from the data.",
        HelpName = "N",
        CustomParser = Parse.OptionalWhole(1),
    };

    public static Option<TimeSpan> TimeBudget { get; } = new("--time-budget")
    {
        Description = "The most time to train, such as 90s, 10m or 1h30m; the plan is cut where it would take longer. Default: 9m.",
        HelpName = "TIME",
        CustomParser = Parse.Duration,
    };

    public static Option<ModelPreset?> Preset { get; } = new("--preset")
    {
        Description = "Size of the model: tiny, small or base. Default: chosen from the data.",
        HelpName = "SIZE",
        CustomParser = Parse.OneOf<ModelPreset>(),
    };

    public static Option<bool> Resume { get; } = new("--resume")
    {
        Description = "Goes on with the run that was stopped in the output folder, if there is one; give the same data and options.",
    };

    public static Option<bool> Json { get; } = new("--json") { Description = "Prints JSON on standard output; everything else goes to standard error." };

    public static Option<bool> Quiet { get; } = new("--quiet") { Description = "Prints the result and errors only." };

    public static Option<string> Model { get; } = new("--model")
    {
        Description = "The model folder: one that Heed trained, or a classifier of Hugging Face's layout (BERT, ModernBERT, ViT, DeiT, DINOv2).",
        HelpName = "DIR",
        Required = true,
    };
}
