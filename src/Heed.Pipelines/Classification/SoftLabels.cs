using Heed.Autograd;
using Heed.Kernels;
using Heed.Pipelines.Evaluation;
using Heed.Training;

namespace Heed.Pipelines.Classification;

/// <summary>
/// What the simple model makes of the training texts, as targets that are softer than labels (Hinton et al. 2015). Its opinion of
/// a text comes from models that did not see that text (cross-fitting), so it is as unsure as it should be; its opinion of a
/// piece of a text says what single words and word pairs count for, of which the label of the whole says little.
/// </summary>
internal sealed class SoftLabels
{
    private readonly NGramBaseline whole;
    private readonly float[] crossFitted;

    private SoftLabels(NGramBaseline whole, float[] crossFitted) => (this.whole, this.crossFitted) = (whole, crossFitted);

    /// <param name="whole">The baseline that saw all training texts.</param>
    /// <param name="texts">The training texts.</param>
    /// <param name="labels">Their labels.</param>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="seed">Decides the parts.</param>
    /// <param name="cancellation">Stops.</param>
    public static SoftLabels CrossFit(NGramBaseline whole, IReadOnlyList<string> texts, int[] labels, int numClasses, int seed, CancellationToken cancellation)
    {
        // A half is enough to learn from where there is much.
        var parts = texts.Count < 20_000 ? 4 : 2;
        var order = ExampleOrder.OfEpoch(texts.Count, RandomKey.Of((ulong)seed, 0x50F7), 0);
        var opinions = new float[checked(texts.Count * numClasses)];
        Parallel.For(0, parts, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Team.Threads }, part =>
        {
            int[] inside = [.. order.Where((_, i) => i % parts != part)];
            int[] outside = [.. order.Where((_, i) => i % parts == part)];
            if (inside.Length == 0 || outside.Length == 0)
            {
                return;
            }

            var baseline = NGramBaseline.Train([.. inside.Select(i => texts[i])], [.. inside.Select(i => labels[i])], numClasses, cancellation);
            var probabilities = baseline.Probabilities([.. outside.Select(i => texts[i])]);
            for (var i = 0; i < outside.Length; i++)
            {
                probabilities.AsSpan(i * numClasses, numClasses).CopyTo(opinions.AsSpan(outside[i] * numClasses));
            }
        });

        return new SoftLabels(whole, opinions);
    }

    /// <summary>The opinion of training text number <paramref name="example"/>.</summary>
    public ReadOnlySpan<float> OfText(int example) => crossFitted.AsSpan(example * whole.NumClasses, whole.NumClasses);

    /// <summary>The opinion of any piece of text.</summary>
    public float[] OfPiece(string piece) => whole.Probabilities(piece);
}
