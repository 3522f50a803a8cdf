using Heed.Pipelines.Classification;
using Heed.Pipelines.Evaluation;

namespace Heed.Cli.Json;

/// <summary>What <c>heed evaluate --json</c> prints.</summary>
internal sealed record EvaluationJson(
    int Examples,
    double Accuracy,
    double MacroF1,
    double Ece,
    double Loss,
    IReadOnlyList<ClassMetrics> Classes,
    IReadOnlyList<IReadOnlyList<int>> Confusion,
    BaselineScore? Baseline,
    double Seconds)
{
    public static EvaluationJson Of(EvaluationReport report) => new(
        report.Metrics.Examples,
        report.Metrics.Accuracy,
        report.Metrics.MacroF1,
        report.Metrics.ExpectedCalibrationError,
        report.Metrics.Loss,
        report.Metrics.Classes,
        report.Metrics.Confusion,
        report.Baseline,
        Math.Round(report.Seconds, 3));
}
