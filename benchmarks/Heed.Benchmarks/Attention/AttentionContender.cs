using Heed.Benchmarks.Measuring;

namespace Heed.Benchmarks.Attention;

/// <summary>One who computes attention, and shows what came out.</summary>
internal abstract class AttentionContender(string library, string form = "") : Contender(library, form)
{
    /// <summary>[batch, queryLen, numHeads, headDim] of the last run; what stands in the rows of pads is undefined.</summary>
    public abstract float[] Output();

    /// <summary>The gradients of queries, keys and values, laid out as <see cref="AttentionData"/>; empty without a backward.</summary>
    public virtual IReadOnlyList<float[]> Gradients() => [];
}
