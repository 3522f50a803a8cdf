using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Heed.Checkpoints;
using Heed.Training;

namespace Heed.Pipelines.Classification;

/// <summary>The files of a run below its output directory: saved states, and metrics.jsonl, a line an epoch.</summary>
internal sealed class RunFiles
{
    private readonly string? directory;

    private readonly string rateName;

    /// <param name="directory">The output directory; null to write nothing.</param>
    /// <param name="resume">Whether a state that is there already is kept, to go on from.</param>
    /// <param name="fingerprint">Names data and options.</param>
    /// <param name="rateName">What metrics.jsonl calls the speed: tokensPerSecond, imagesPerSecond.</param>
    public RunFiles(string? directory, bool resume, string fingerprint, string rateName)
    {
        (this.directory, this.rateName, Fingerprint) = (directory, rateName, fingerprint);
        if (directory is null)
        {
            return;
        }

        Folders.Create(Path.Combine(directory, "checkpoints"));
        PretrainingState = Path.Combine(directory, "checkpoints", "pretraining.safetensors");
        TrainingState = Path.Combine(directory, "checkpoints", "training.safetensors");
        if (!resume)
        {
            File.Delete(PretrainingState);
            File.Delete(TrainingState);
        }
    }

    /// <summary>Names data and options: a saved run of another fingerprint is not resumed.</summary>
    public string Fingerprint { get; }

    public string? PretrainingState { get; }

    public string? TrainingState { get; }

    /// <summary>Passes progress on, and writes metrics.jsonl after each epoch.</summary>
    public IProgress<TrainingProgress> Recording(IProgress<TrainingProgress>? progress) => new Recorder(this, progress);

    /// <summary>Names settings and data, for <see cref="Fingerprint"/>.</summary>
    public static string FingerprintOf(string settings, Action<IncrementalHash> addData)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(settings));
        addData(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Replaces metrics.jsonl by these epochs.</summary>
    public void WriteMetrics(IEnumerable<EpochResult> epochs)
    {
        if (directory is null)
        {
            return;
        }

        var lines = epochs.Select(epoch => new JsonObject
        {
            ["epoch"] = epoch.Epoch,
            ["trainLoss"] = epoch.TrainLoss,
            ["validationLoss"] = epoch.Validation?.Loss,
            ["validationAccuracy"] = epoch.Validation?.Accuracy,
            ["seconds"] = Math.Round(epoch.Seconds, 3),
            [rateName] = Math.Round(epoch.Rate, 1),
        }.ToJsonString());
        AtomicFile.WriteText(Path.Combine(directory, "metrics.jsonl"), string.Concat(lines.Select(line => line + "\n")));
    }

    private sealed class Recorder(RunFiles files, IProgress<TrainingProgress>? progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.FinishedEpoch is not null)
            {
                files.WriteMetrics(value.History);
            }

            progress?.Report(value);
        }
    }
}
