using System.CommandLine;

namespace Heed.Cli.Options;

/// <summary>Options that all verbs of training have.</summary>
internal static class TrainOptions
{
    public static Option<string> Output { get; } = new("--output")
    {
        Description = "Folder for the model, its model card, metrics.jsonl and the state of the run.",
        HelpName = "DIR",
        Required = true,
    };

    public static Option<int?> BatchSize { get; } = new("--batch-size")
    {
        Description = "Examples a step. Default: chosen from the data.",
        HelpName = "N",
        CustomParser = Parse.OptionalWhole(1, 1_000_000),
    };

    public static Option<float?> LearningRate { get; } = new("--learning-rate")
    {
        Description = "The highest learning rate. Default: chosen from the data.",
        HelpName = "RATE",
        CustomParser = Parse.Positive(),
    };

    public static Option<bool> BalanceClasses { get; } = new("--balance-classes")
    {
        Description = "Weighs each class by the inverse of its frequency, so that rare ones count as much.",
    };

    public static Option<int?> Patience { get; } = new("--patience")
    {
        Description = "Stops after so many epochs without a better validation score; 0 for never. Default: 0.",
        HelpName = "N",
        CustomParser = Parse.OptionalWhole(0),
    };

    /// <summary>The time budget, or <paramref name="otherwise"/> where none is given.</summary>
    public static TimeSpan? Budget(Invocation invocation, TimeSpan? otherwise) =>
        invocation.Get(SharedOptions.TimeBudget) is var budget && budget > TimeSpan.Zero ? budget : otherwise;
}
