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

    public static Command Create() => Session.Bind(
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

    private static int Run(Session session)
    {
        var classifier = TextClassifier.Load(session.Get(SharedOptions.Model));
        var examples = LabelledFile.Read(
            session.Get(Data), DataOptions.Columns(session), session.Cancellation, classifier.Labels, "the model does not know");
        var report = classifier.Evaluate(examples, session.Cancellation);
        if (session.IsJson)
        {
            session.Terminal.Output.WriteLine(JsonText.Of(EvaluationJson.Of(report)));
        }
        else
        {
            EvaluationView.Write(session.Terminal.Result, report);
        }

        if (report.Truncated > 0)
        {
            session.Terminal.Warn(Words.Truncated(report.Truncated, examples.Count, classifier.MaxLength));
        }

        return ExitCode.Done;
    }
}
