using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Autograd;
using Heed.Checkpoints;

namespace Heed.Training;

/// <summary>
/// Everything a run needs to go on as if it had never stopped: weights, optimizer, running average, best weights, and the
/// counters. One file, written beside its target and renamed, so that a kill at any moment leaves a whole one.
/// </summary>
internal sealed class RunState
{
    private const string Entry = "heed.run";

    public long Step { get; set; }

    /// <summary>Steps that the plan has after all cuts.</summary>
    public long TotalSteps { get; set; }

    public bool WasCut { get; set; }

    public double Seconds { get; set; }

    public double EpochSeconds { get; set; }

    public double LossSum { get; set; }

    public long LossSteps { get; set; }

    public long Correct { get; set; }

    public long Predictions { get; set; }

    public long Tokens { get; set; }

    public double TrainSeconds { get; set; }

    public int BestEpoch { get; set; }

    public ValidationScore? Best { get; set; }

    /// <summary>The lowest criterion of any epoch.</summary>
    public double? LowestCriterion { get; set; }

    public List<EpochResult> Epochs { get; init; } = [];

    /// <summary>Whether the run is over: nothing is left to do but to take the weights.</summary>
    public StopReason? Stop { get; set; }

    /// <summary>Forgets the sums of the epoch that has ended.</summary>
    public void StartEpoch() => (LossSum, LossSteps, Correct, Predictions, Tokens, TrainSeconds, EpochSeconds) = (0, 0, 0, 0, 0, 0, 0);

    public void Save(string path, string fingerprint, IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        var metadata = new Dictionary<string, string> { [Entry] = ToJson(fingerprint).ToJsonString() };
        SafetensorsWriter.Write(path, tensors, metadata);
    }

    /// <summary>Reads the counters and fills <paramref name="tensors"/>.</summary>
    /// <exception cref="InvalidInputException">The file is broken, or belongs to another model, data or plan.</exception>
    public static RunState Load(string path, string fingerprint, IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        using var file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(Entry, out var text))
        {
            throw new InvalidInputException($"{path}: not the state of a training run; expected one that Heed saved.");
        }

        RunState state;
        try
        {
            state = FromJson(JsonNode.Parse(text)!.AsObject(), out var found);
            if (found != fingerprint)
            {
                throw new InvalidInputException($"{path}: the saved run had other data or options; start anew without --resume, or give the same ones.");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or FormatException)
        {
            throw new InvalidInputException($"{path}: the counters of the saved run cannot be read; start anew without --resume.", e);
        }

        foreach (var (name, tensor) in tensors)
        {
            file.ReadFloats(name, tensor.Data);
        }

        return state;
    }

    private JsonObject ToJson(string fingerprint) => new()
    {
        ["fingerprint"] = fingerprint,
        ["step"] = Step,
        ["totalSteps"] = TotalSteps,
        ["wasCut"] = WasCut,
        ["seconds"] = Seconds,
        ["epochSeconds"] = EpochSeconds,
        ["lossSum"] = LossSum,
        ["lossSteps"] = LossSteps,
        ["correct"] = Correct,
        ["predictions"] = Predictions,
        ["tokens"] = Tokens,
        ["trainSeconds"] = TrainSeconds,
        ["bestEpoch"] = BestEpoch,
        ["best"] = Score(Best),
        ["lowestCriterion"] = LowestCriterion,
        ["stop"] = Stop?.ToString(),
        ["epochs"] = new JsonArray([.. Epochs.Select(epoch => new JsonObject
        {
            ["epoch"] = epoch.Epoch,
            ["trainLoss"] = epoch.TrainLoss,
            ["trainAccuracy"] = epoch.TrainAccuracy,
            ["validation"] = Score(epoch.Validation),
            ["seconds"] = epoch.Seconds,
            ["rate"] = epoch.Rate,
        })]),
    };

    private static RunState FromJson(JsonObject json, out string fingerprint)
    {
        fingerprint = json["fingerprint"]!.GetValue<string>();
        return new RunState
        {
            Step = json["step"]!.GetValue<long>(),
            TotalSteps = json["totalSteps"]!.GetValue<long>(),
            WasCut = json["wasCut"]!.GetValue<bool>(),
            Seconds = json["seconds"]!.GetValue<double>(),
            EpochSeconds = json["epochSeconds"]!.GetValue<double>(),
            LossSum = json["lossSum"]!.GetValue<double>(),
            LossSteps = json["lossSteps"]!.GetValue<long>(),
            Correct = json["correct"]!.GetValue<long>(),
            Predictions = json["predictions"]!.GetValue<long>(),
            Tokens = json["tokens"]!.GetValue<long>(),
            TrainSeconds = json["trainSeconds"]!.GetValue<double>(),
            BestEpoch = json["bestEpoch"]!.GetValue<int>(),
            Best = Score(json["best"]),
            LowestCriterion = json["lowestCriterion"]?.GetValue<double>(),
            Stop = json["stop"] is { } stop ? Enum.Parse<StopReason>(stop.GetValue<string>()) : null,
            Epochs = [.. json["epochs"]!.AsArray().Select(epoch => new EpochResult(
                epoch!["epoch"]!.GetValue<int>(),
                epoch["trainLoss"]!.GetValue<double>(),
                epoch["trainAccuracy"]!.GetValue<double>(),
                Score(epoch["validation"]),
                epoch["seconds"]!.GetValue<double>(),
                epoch["rate"]!.GetValue<double>()))],
        };
    }

    private static JsonArray? Score(ValidationScore? score) => score is { } s ? new JsonArray(s.Loss, s.Accuracy, s.Criterion) : null;

    private static ValidationScore? Score(JsonNode? node) => node is JsonArray a
        ? new ValidationScore(a[0]!.GetValue<double>(), a[1]!.GetValue<double>()) { Criterion = a[2]!.GetValue<double>() }
        : null;
}
