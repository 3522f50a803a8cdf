using Heed.Pipelines.Classification;
using Heed.Training;

namespace Heed.Cli.Json;

/// <summary>What <c>heed train text --json</c> prints.</summary>
internal sealed record TrainingJson(
    string Model,
    StopReason Stop,
    int Epochs,
    int BestEpoch,
    int TrainingExamples,
    int ValidationExamples,
    int Truncated,
    double Temperature,
    EvaluationJson Validation,
    bool BeatsBaseline,
    double Seconds)
{
    public static TrainingJson Of(string directory, TrainingReport report) => new(
        directory,
        report.Training.Stop,
        report.Training.Epochs.Count,
        report.Training.BestEpoch,
        report.TrainingExamples,
        report.ValidationExamples,
        report.Truncated,
        report.Temperature,
        EvaluationJson.Of(report.Validation),
        !report.Validation.LosesToBaseline,
        Math.Round(report.Seconds, 3));
}
