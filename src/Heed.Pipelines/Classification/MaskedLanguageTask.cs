using Heed.Autograd;
using Heed.Kernels;
using Heed.Layers;
using Heed.Models;
using Heed.Training;

namespace Heed.Pipelines.Classification;

/// <summary>
/// Learning to guess hidden tokens (Devlin et al. 2018, task 1): of the chosen tokens 80 % become [MASK], 10 % a random token and
/// 10 % stay. The choice differs in every step.
/// </summary>
/// <param name="model">What learns.</param>
/// <param name="texts">Ids of each text.</param>
/// <param name="maskRate">Share of the tokens that is to be guessed.</param>
/// <param name="maskId">The id of [MASK].</param>
/// <param name="firstWordId">Ids below this one are special and never chosen.</param>
/// <param name="vocabSize">Number of ids.</param>
/// <param name="seed">Decides what is hidden.</param>
internal sealed class MaskedLanguageTask(
    IMaskedLanguageModel model, IReadOnlyList<int[]> texts, double maskRate, int maskId, int firstWordId, int vocabSize, ulong seed) : ITrainingTask
{
    public ParameterSet Parameters => model.Parameters;

    public int NumExamples => texts.Count;

    public BatchLoss Loss(ReadOnlySpan<int> examples, long step)
    {
        var hidden = new int[examples.Length][];
        var (rows, targets) = (new List<int>(), new List<int>());
        var start = 0;
        for (var i = 0; i < examples.Length; i++)
        {
            hidden[i] = Hide(texts[examples[i]], RandomKey.Of(seed, (ulong)step, (ulong)examples[i]), start, rows, targets);
            start += hidden[i].Length;
        }

        if (rows.Count == 0)
        {
            rows.Add(0);
            targets.Add(hidden[0][0]);
        }

        int[] labels = [.. targets];
        var batch = TokenBatch.Pack(hidden);
        var logits = model.Guess(batch, [.. rows]);
        return new BatchLoss(Op.CrossEntropy(logits, labels), Scores.CountRight(logits.Data, labels), labels.Length, batch.Ids.Length);
    }

    public ValidationScore? Validate(CancellationToken cancellation) => null;

    private int[] Hide(int[] text, ulong key, int start, List<int> rows, List<int> targets)
    {
        var hidden = (int[])text.Clone();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < firstWordId || CounterRandom.Uniform(key, 3L * i) >= maskRate)
            {
                continue;
            }

            rows.Add(start + i);
            targets.Add(text[i]);
            hidden[i] = CounterRandom.Uniform(key, (3L * i) + 1) switch
            {
                < 0.8 => maskId,
                < 0.9 => firstWordId + (int)(CounterRandom.Uniform(key, (3L * i) + 2) * (vocabSize - firstWordId)),
                _ => text[i],
            };
        }

        return hidden;
    }
}
