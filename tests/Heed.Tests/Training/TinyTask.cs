using Heed.Autograd;
using Heed.Layers;
using Heed.Models;
using Heed.Training;

namespace Heed.Tests.Training;

/// <summary>A small BERT that learns whether a sequence holds token 7 before token 8.</summary>
internal sealed class TinyTask : ITrainingTask
{
    private readonly BertForSequenceClassification model;
    private readonly int[][] sequences;
    private readonly int[] labels;

    public TinyTask(int examples = 101, ulong seed = 1)
    {
        var config = new BertConfig { VocabSize = 13, ModelDim = 20, NumLayers = 2, NumHeads = 2, HiddenDim = 28, MaxPositions = 16 };
        model = new BertForSequenceClassification(config, 2, new ParameterSet(seed));
        var random = new Random(5);
        sequences = new int[examples][];
        labels = new int[examples];
        for (var i = 0; i < examples; i++)
        {
            sequences[i] = [.. Enumerable.Range(0, random.Next(4, 12)).Select(_ => random.Next(1, 7))];
            var (first, second) = (random.Next(0, sequences[i].Length / 2), random.Next(sequences[i].Length / 2, sequences[i].Length));
            labels[i] = random.Next(2);
            (sequences[i][first], sequences[i][second]) = labels[i] == 1 ? (7, 8) : (8, 7);
        }
    }

    public ParameterSet Parameters => model.Parameters;

    public int NumExamples => sequences.Length;

    /// <summary>The step from which on the loss is NaN.</summary>
    public long NaNFrom { get; init; } = long.MaxValue;

    /// <summary>Called at the start of each step.</summary>
    public Action<long>? OnStep { get; init; }

    /// <summary>What validation says instead of measuring.</summary>
    public Func<int, ValidationScore>? FakeScore { get; init; }

    public int Validations { get; private set; }

    public BatchLoss Loss(ReadOnlySpan<int> examples, TrainingStep step)
    {
        OnStep?.Invoke(step.Number);
        var batch = TokenBatch.Pack([.. examples.ToArray().Select(i => sequences[i])]);
        int[] targets = [.. examples.ToArray().Select(i => labels[i])];
        var loss = Op.CrossEntropy(model.Classify(batch), targets);
        return new BatchLoss(step.Number >= NaNFrom ? Op.Scale(loss, float.NaN) : loss, 0, targets.Length, batch.Ids.Length);
    }

    public ValidationScore? Validate(CancellationToken cancellation)
    {
        Validations++;
        if (FakeScore is not null)
        {
            return FakeScore(Validations);
        }

        using var tape = new Tape(recordsGradients: false);
        var loss = Op.CrossEntropy(model.Classify(TokenBatch.Pack(sequences)), labels);
        return new ValidationScore(loss.Item(), 0);
    }

    /// <summary>All weights, one behind the other, for comparison to the bit.</summary>
    public float[] Weights() => [.. Parameters.All.SelectMany(parameter => parameter.Value.Data.ToArray())];
}
