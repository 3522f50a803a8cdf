using System.Globalization;
using System.Text;

namespace Heed.Pipelines.Classification;

/// <summary>The part of a model card that says how well the model does, and against what.</summary>
internal static class ModelCardScores
{
    /// <param name="text">The card so far.</param>
    /// <param name="report">The scores.</param>
    /// <param name="noun">What an example is: text, picture.</param>
    public static void Append(StringBuilder text, EvaluationReport report, string noun)
    {
        var metrics = report.Metrics;
        text.AppendLine(CultureInfo.InvariantCulture, $"""

            ## Scores on validation

            | | accuracy | macro F1 | calibration error |
            | --- | --- | --- | --- |
            | this model | {metrics.Accuracy:P2} | {metrics.MacroF1:P2} | {metrics.ExpectedCalibrationError:P2} |
            """);
        if (report.Baseline is { } baseline)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {baseline.Name} | {baseline.Accuracy:P2} | | |");
        }

        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Validation also chose the epoch and the temperature, so expect a little less on {noun}s that took no part.");
        if (report.LosesToBaseline)
        {
            text.AppendLine();
            text.AppendLine("**The transformer does not beat the baseline here: for this task the simple model is the better choice.**");
        }

        if (report.OnlyPrediction is { } only)
        {
            text.AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"**The model predicts \"{only}\" for every {noun}: it has not learned the task.**");
        }
    }
}
