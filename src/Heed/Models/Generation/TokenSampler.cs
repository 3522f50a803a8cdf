using System.Numerics.Tensors;
using Heed.Autograd;

namespace Heed.Models;

/// <summary>
/// Chooses a token from logits: the likeliest, or one drawn from softmax(logits / temperature), cut to the likeliest k, then to the
/// fewest that together have probability p.
/// </summary>
internal sealed class TokenSampler(GenerationOptions options)
{
    private readonly PriorityQueue<int, float> largest = new();
    private float[] weights = [];
    private float[] keptWeights = [];
    private int[] kept = [];

    /// <param name="logits">[vocabSize].</param>
    /// <param name="sequence">Which sequence of the batch.</param>
    /// <param name="place">The place that the token will have in it.</param>
    /// <exception cref="ArgumentException">All logits are -inf, or one is NaN or +inf.</exception>
    public int Choose(ReadOnlySpan<float> logits, int sequence, int place)
    {
        var likeliest = TensorPrimitives.IndexOfMax(logits);
        if (!float.IsFinite(logits[likeliest]))
        {
            throw new ArgumentException($"The largest logit of token {place} of sequence {sequence} is {logits[likeliest]}; expected a finite number.", nameof(logits));
        }

        return options.Temperature == 0 ? likeliest : Draw(logits, logits[likeliest], UniformOf(RandomKey.Of(options.Seed, (ulong)sequence, (ulong)place)));
    }

    private int Draw(ReadOnlySpan<float> logits, float max, double uniform)
    {
        if (weights.Length < logits.Length)
        {
            (weights, keptWeights, kept) = (new float[logits.Length], new float[logits.Length], new int[logits.Length]);
        }

        var all = weights.AsSpan(0, logits.Length);
        TensorPrimitives.Subtract(logits, max, all);
        TensorPrimitives.Divide(all, options.Temperature, all);
        TensorPrimitives.Exp(all, all);
        var total = TensorPrimitives.Sum(all);
        var count = options.TopK is { } k ? KeepLargest(all, k, out total) : KeepLikely(all, total);
        if (options.TopP < 1)
        {
            Array.Sort(keptWeights, kept, 0, count, Descending);
            count = Nucleus(count, options.TopP * (double)total);
        }

        return Pick(count, uniform);
    }

    private static IComparer<float> Descending { get; } = Comparer<float>.Create((x, y) => y.CompareTo(x));

    private int KeepLargest(ReadOnlySpan<float> all, int k, out float total)
    {
        largest.Clear();
        for (var i = 0; i < all.Length; i++)
        {
            if (largest.Count < k)
            {
                largest.Enqueue(i, all[i]);
            }
            else if (largest.TryPeek(out _, out var smallest) && all[i] > smallest)
            {
                largest.DequeueEnqueue(i, all[i]);
            }
        }

        var count = 0;
        while (largest.TryDequeue(out var token, out var weight))
        {
            (kept[count], keptWeights[count++]) = (token, weight);
        }

        total = TensorPrimitives.Sum(keptWeights.AsSpan(0, count));
        return count;
    }

    /// <summary>All tokens but those which together are too unlikely to be among the fewest of probability p: few are left to sort.</summary>
    private int KeepLikely(ReadOnlySpan<float> all, float total)
    {
        var least = (1 - options.TopP) * total / all.Length;
        var count = 0;
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i] >= least)
            {
                (kept[count], keptWeights[count++]) = (i, all[i]);
            }
        }

        return count;
    }

    /// <summary>How many of the kept ones, the likeliest first, it takes to reach a weight.</summary>
    private int Nucleus(int count, double needed)
    {
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            sum += keptWeights[i];
            if (sum >= needed)
            {
                return i + 1;
            }
        }

        return count;
    }

    private int Pick(int count, double uniform)
    {
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            sum += keptWeights[i];
        }

        var left = uniform * sum;
        for (var i = 0; i < count - 1; i++)
        {
            left -= keptWeights[i];
            if (left < 0)
            {
                return kept[i];
            }
        }

        return kept[count - 1];
    }

    // 53 random bits as a number in [0, 1).
    private static double UniformOf(ulong bits) => (bits >> 11) * (1.0 / (1L << 53));
}
