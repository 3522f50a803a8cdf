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

    public RunFiles(TextClassifierOptions options, TextClassifierPlan plan, LabelledTokens training, LabelledTokens validation)
    {
        Fingerprint = FingerprintOf(options, plan, training, validation);
        directory = options.OutputDirectory;
        if (directory is null)
        {
            return;
        }

        Folders.Create(Path.Combine(directory, "checkpoints"));
        PretrainingState = Path.Combine(directory, "checkpoints", "pretraining.safetensors");
        TrainingState = Path.Combine(directory, "checkpoints", "training.safetensors");
        if (!options.Resume)
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
    public IProgress<TrainingProgress> Recording(IProgress<TrainingProgress>? progress) => new Recorder(directory, progress);

    /// <summary>Replaces metrics.jsonl by these epochs.</summary>
    public static void WriteMetrics(string directory, IEnumerable<EpochResult> epochs)
    {
        var lines = epochs.Select(epoch => new JsonObject
        {
            ["epoch"] = epoch.Epoch,
            ["trainLoss"] = epoch.TrainLoss,
            ["validationLoss"] = epoch.Validation?.Loss,
            ["validationAccuracy"] = epoch.Validation?.Accuracy,
            ["seconds"] = Math.Round(epoch.Seconds, 3),
            ["tokensPerSecond"] = Math.Round(epoch.Rate, 1),
        }.ToJsonString());
        AtomicFile.WriteText(Path.Combine(directory, "metrics.jsonl"), string.Concat(lines.Select(line => line + "\n")));
    }

    private static string FingerprintOf(TextClassifierOptions options, TextClassifierPlan plan, LabelledTokens training, LabelledTokens validation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{options.Seed} {options.BalanceClasses} {plan}"));
        foreach (var data in (ReadOnlySpan<LabelledTokens>)[training, validation])
        {
            for (var i = 0; i < data.Count; i++)
            {
                hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(data.Tokens[i].AsSpan()));
                hash.AppendData(BitConverter.GetBytes(data.Labels[i]));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed class Recorder(string? directory, IProgress<TrainingProgress>? progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.FinishedEpoch is not null && directory is not null)
            {
                WriteMetrics(directory, value.History);
            }

            progress?.Report(value);
        }
    }
}
