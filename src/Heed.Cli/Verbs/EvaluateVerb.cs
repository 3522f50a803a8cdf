using System.CommandLine;
using Heed.Cli.Json;
using Heed.Cli.Options;
using Heed.Cli.Rendering;
using Heed.Pipelines.Classification;

namespace Heed.Cli.Verbs;

/// <summary><c>heed evaluate</c>: measures a model on labelled data.</summary>
internal static class EvaluateVerb
{
    private static readonly Option<string> Data = new("--data")
    {
        Description = "Labelled data: .csv, .tsv, .jsonl or .parquet.",
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
            SharedOptions.Threads,
            SharedOptions.Json,
            SharedOptions.Quiet,
        },
        Run);

    private static int Run(Invocation invocation)
    {
        var classifier = TextClassifier.Load(invocation.Get(SharedOptions.Model));
        var examples = LabelledFile.Read(
            invocation.Get(Data), DataOptions.Columns(invocation), invocation.Cancellation, classifier.Labels, "the model does not know");
        var report = classifier.Evaluate(examples, invocation.Cancellation);
        if (invocation.IsJson)
        {
            invocation.Terminal.Output.WriteLine(JsonText.Of(EvaluationJson.Of(report)));
        }
        else
        {
            EvaluationView.Write(invocation.Terminal.Result, report);
        }

        if (report.Truncated > 0)
        {
            invocation.Terminal.Warn(Words.Truncated(report.Truncated, examples.Count, classifier.MaxLength));
        }

        return ExitCode.Done;
    }
}
