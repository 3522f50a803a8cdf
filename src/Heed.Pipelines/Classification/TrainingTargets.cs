using Heed.Autograd;
using Heed.Kernels;
using Heed.Pipelines.Tokenization;

namespace Heed.Pipelines.Classification;

/// <summary>
/// What a step learns from: for each example either the whole text with its smoothed label, mixed with the simple model's opinion,
/// or a piece of the text with the simple model's opinion alone. Which of them is a function of seed, step and example.
/// </summary>
internal sealed class TrainingTargets
{
    private readonly IReadOnlyList<string> texts;
    private readonly IReadOnlyList<EncodedText> encoded;
    private readonly LabelledTokens data;
    private readonly TextClassifierPlan plan;
    private readonly SoftLabels? softLabels;
    private readonly ulong seed;

    public TrainingTargets(
        IReadOnlyList<string> texts, IReadOnlyList<EncodedText> encoded, LabelledTokens data, TextClassifierPlan plan, SoftLabels? softLabels, ulong seed)
    {
        (this.texts, this.encoded, this.data, this.plan, this.softLabels, this.seed) = (texts, encoded, data, plan, softLabels, seed);
    }

    /// <summary>Tokens to read, and the distribution to learn written to <paramref name="target"/>.</summary>
    public int[] Choose(int example, long step, Span<float> target)
    {
        var key = RandomKey.Of(seed, (ulong)step, (ulong)example);
        if (softLabels is not null && CounterRandom.Uniform(key, 0) < plan.PieceShare)
        {
            var (from, to) = Piece(encoded[example].Ids.Length, key);
            var spans = encoded[example].Spans;
            softLabels.OfPiece(texts[example][spans[from].Start..spans[to - 1].End]).CopyTo(target);
            var ids = encoded[example].Ids;
            return [ids[0], .. ids.AsSpan(from, to - from), ids[^1]];
        }

        target.Fill(plan.LabelSmoothing / target.Length);
        target[data.Labels[example]] += 1 - plan.LabelSmoothing;
        if (softLabels is not null)
        {
            var opinion = softLabels.OfText(example);
            for (var i = 0; i < target.Length; i++)
            {
                target[i] += plan.SoftLabelShare * (opinion[i] - target[i]);
            }
        }

        return data.Tokens[example];
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
