using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Pipelines.Classification;

/// <summary>
/// What a step learns from: for each example either the whole text with its smoothed label, mixed with the simple model's opinion,
/// or a piece of the text with the simple model's opinion alone. Which of them is a function of seed, step and example.
/// </summary>
internal sealed class TrainingTargets
{
    private readonly PreparedTexts texts;
    private readonly SoftLabels? softLabels;
    private readonly ulong seed;

    public TrainingTargets(PreparedTexts texts, SoftLabels? softLabels, ulong seed) => (this.texts, this.softLabels, this.seed) = (texts, softLabels, seed);

    /// <summary>Tokens to read, and the distribution to learn written to <paramref name="target"/>.</summary>
    public int[] Choose(int example, long step, Span<float> target)
    {
        var plan = texts.Plan;
        var key = RandomKey.Of(seed, (ulong)step, (ulong)example);
        if (softLabels is not null && CounterRandom.Uniform(key, 0) < plan.PieceShare)
        {
            var (ids, spans) = (texts.Encoded[example].Ids, texts.Encoded[example].Spans);
            var (from, to) = Piece(ids.Length, key);
            softLabels.OfPiece(texts.Texts[example][spans[from].Start..spans[to - 1].End]).CopyTo(target);
            return [ids[0], .. ids.AsSpan(from, to - from), ids[^1]];
        }

        target.Fill(plan.LabelSmoothing / target.Length);
        target[texts.Training.Labels[example]] += 1 - plan.LabelSmoothing;
        if (softLabels is not null)
        {
            var opinion = softLabels.OfText(example);
            for (var i = 0; i < target.Length; i++)
            {
                target[i] += plan.SoftLabelShare * (opinion[i] - target[i]);
            }
        }

        return texts.Training.Tokens[example];
    }

    // Inner tokens [from, to): a start anywhere, a length from one token to all.
    private static (int From, int To) Piece(int length, ulong key)
    {
        var inner = length - 2;
        if (inner < 1)
        {
            return (0, length);
        }

        var size = 1 + (int)(CounterRandom.Uniform(key, 1) * inner);
        var from = 1 + (int)(CounterRandom.Uniform(key, 2) * (inner - size + 1));
        return (from, from + size);
    }
}
