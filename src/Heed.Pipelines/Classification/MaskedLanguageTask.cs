using Heed.Autograd;
using Heed.Layers;
using Heed.Models;
using Heed.Training;

namespace Heed.Pipelines.Classification;

/// <summary>Learning to guess hidden tokens: cross-entropy at their places.</summary>
/// <param name="model">What learns.</param>
/// <param name="texts">Ids of each text.</param>
/// <param name="hidden">Chooses what is hidden.</param>
internal sealed class MaskedLanguageTask(IMaskedLanguageModel model, IReadOnlyList<int[]> texts, HiddenTokens hidden) : ITrainingTask
{
    public ParameterSet Parameters => model.Parameters;

    public int NumExamples => texts.Count;

    public BatchLoss Loss(ReadOnlySpan<int> examples, TrainingStep step)
    {
        var seen = new int[examples.Length][];
        var (rows, targets) = (new List<int>(), new List<int>());
        var start = 0;
        for (var i = 0; i < examples.Length; i++)
        {
            seen[i] = hidden.Hide(texts[examples[i]], step.Number, examples[i], start, rows, targets);
            start += seen[i].Length;
        }

        if (rows.Count == 0)
        {
            rows.Add(0);
            targets.Add(seen[0][0]);
        }

        int[] labels = [.. targets];
        var batch = TokenBatch.Pack(seen);
        var logits = model.Guess(batch, [.. rows]);
        return new BatchLoss(Op.CrossEntropy(logits, labels), Scores.CountRight(logits.Data, labels), labels.Length, batch.Ids.Length);
    }

    public ValidationScore? Validate(CancellationToken cancellation) => null;
}
