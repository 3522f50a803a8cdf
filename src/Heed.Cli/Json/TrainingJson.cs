using System.Text.Json.Serialization;
using Heed.Pipelines.Classification;
using Heed.Training;

namespace Heed.Cli.Json;

/// <summary>What <c>heed train --json</c> prints.</summary>
internal sealed record TrainingJson(
    string Model,
    StopReason Stop,
    int Epochs,
    int BestEpoch,
    int TrainingExamples,
    int ValidationExamples,
    double Temperature,
    EvaluationJson Validation,
    bool BeatsBaseline,
    double Seconds)
{
    /// <summary>Training texts longer than the model reads; of texts only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Truncated { get; init; }

    /// <summary>Broken pictures that were left out; of pictures only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Skipped { get; init; }

    public static TrainingJson Of(string directory, ClassifierTrainingReport report) => new(
        directory,
        report.Training.Stop,
        report.Training.Epochs.Count,
        report.Training.BestEpoch,
        report.TrainingExamples,
        report.ValidationExamples,
        report.Temperature,
        EvaluationJson.Of(report.Validation),
        !report.Validation.LosesToBaseline,
        Math.Round(report.Seconds, 3));
}
