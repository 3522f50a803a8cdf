using System.CommandLine;
using Heed.Cli.Kinds;
using Heed.Cli.Options;

namespace Heed.Cli.Verbs;

/// <summary><c>heed evaluate</c>: measures a model on labelled data.</summary>
internal static class EvaluateVerb
{
    public static Option<string> Data { get; } = new("--data")
    {
        Description = "Labelled data. Texts: .csv, .tsv, .jsonl or .parquet. Pictures: a folder or .zip of class folders, idx files, CIFAR batches; of data with splits the test split is measured on.",
        HelpName = "PATH",
        Required = true,
    };

    public static Command Create() => Invocation.Bind(
        new Command("evaluate", "Measures a model on labelled data, with the baseline beside it.")
        {
            SharedOptions.Model,
            Data,
            DataOptions.Text,
            DataOptions.Label,
            DataOptions.NoHeader,
            ImageOptions.SkipBroken,
            ImageOptions.ImageSize,
            SharedOptions.Threads,
            SharedOptions.Json,
            SharedOptions.Quiet,
        },
        invocation => ModelKind.Of(invocation).Evaluate(invocation));
}
