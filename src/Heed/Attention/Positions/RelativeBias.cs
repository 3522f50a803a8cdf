using Heed.Autograd;

namespace Heed.Attention.Positions;

/// <summary>Numbers added to the scores by distance alone (Shaw et al. 2018; Raffel et al. 2020): b_h(place_i - j) for query i and key j.</summary>
public sealed class RelativeBias
{
    /// <param name="values">[numHeads, width], or [1, width] to share it among the heads: column origin + d is for place_i - j = d.</param>
    /// <param name="origin">The column of distance 0: at least queryLen - 1, and at most width - keyLen, of the longest sequences.</param>
    /// <exception cref="ArgumentException">The values are no matrix, or the origin is none of its columns.</exception>
    public RelativeBias(Tensor values, int origin)
    {
        if (values.Rank != 2 || origin < 0 || origin >= values.Columns)
        {
            throw new ArgumentException($"A relative bias is [numHeads, width] with its origin within the width, not {values} with {origin}.", nameof(values));
        }

        (Values, Origin) = (values, origin);
    }

    /// <summary>[numHeads or 1, width]; gradients flow to it.</summary>
    public Tensor Values { get; }

    /// <summary>The column of distance 0.</summary>
    public int Origin { get; }
}
