using Heed.Pipelines.Classification;
using Spectre.Console;

namespace Heed.Cli.Rendering;

/// <summary>Scores on labelled examples with the baseline beside them, and the confusion matrix.</summary>
internal static class EvaluationView
{
    private const int MostClasses = 40;

    public static void Write(IAnsiConsole console, EvaluationReport report, Subject subject)
    {
        var metrics = report.Metrics;
        var rows = new List<string[]>
        {
            new[]
            {
                "transformer",
                Words.Percent(metrics.Accuracy),
                Words.Percent(metrics.MacroF1),
                Words.Percent(metrics.ExpectedCalibrationError),
                Words.Fixed(metrics.Loss, 3),
            },
        };
        if (report.Baseline is { } baseline)
        {
            rows.Add([baseline.Name, Words.Percent(baseline.Accuracy), "", "", ""]);
        }

        console.WriteTable([Words.Plural(metrics.Examples, subject.Noun), "accuracy", "macro F1", "calibration error", "loss"], rows);
        WriteVerdict(console, report, subject);
        console.WriteLine();
        WriteClasses(console, report, subject);
        console.WriteTitle("Confusion (rows: truth, columns: prediction)");
        ConfusionView.Write(console, [.. metrics.Classes.Select(c => c.Name)], metrics.Confusion, subject);
    }

    private static void WriteVerdict(IAnsiConsole console, EvaluationReport report, Subject subject)
    {
        var warning = new Style(Color.Yellow);
        if (report.OnlyPrediction is { } only)
        {
            console.WriteLine($"The model predicts '{only}' for every {subject.Noun}: it has not learned the task.", warning);
        }

        if (report.LosesToBaseline)
        {
            console.WriteLine("The transformer does not beat the baseline here: the simple model is the better choice.", warning);
        }
    }

    private static void WriteClasses(IAnsiConsole console, EvaluationReport report, Subject subject)
    {
        var classes = report.Metrics.Classes;
        console.WriteTable(
            ["class", "precision", "recall", "F1", $"{subject.Noun}s"],
            classes.Take(MostClasses).Select(c => new[]
            {
                Words.Shorten(c.Name, 40), Words.Percent(c.Precision), Words.Percent(c.Recall), Words.Percent(c.F1), Words.Count(c.Support),
            }));
        if (classes.Count > MostClasses)
        {
            console.WriteLine($"  and {classes.Count - MostClasses} more (--json has them all)");
        }
    }
}
