using Heed.Autograd;

namespace Heed.Attention;

/// <summary>Tokens on their way into a <see cref="KeyValueCache"/>: each layer writes their keys and values, then the step is committed.</summary>
public sealed class KeyValueStep
{
    private readonly KeyValueCache cache;
    private readonly Sequences tokens;

    internal KeyValueStep(KeyValueCache cache, ReadOnlySpan<int> lengths, Sequences tokens)
    {
        this.cache = cache;
        this.tokens = tokens;
        Positions = new int[tokens.Tokens];
        Span<int> keyLengths = lengths.Length <= 64 ? stackalloc int[lengths.Length] : new int[lengths.Length];
        for (var i = 0; i < lengths.Length; i++)
        {
            keyLengths[i] = lengths[i] + tokens.LengthOf(i);
            for (var j = 0; j < tokens.LengthOf(i); j++)
            {
                Positions[tokens.Offsets[i] + j] = lengths[i] + j;
            }
        }

        Keys = Sequences.OfLengths(keyLengths);
    }

    /// <summary>[tokens]: the place of each new token in its sequence, from 0.</summary>
    public int[] Positions { get; }

    /// <summary>How many keys each sequence has, the new ones included.</summary>
    public Sequences Keys { get; }

    /// <summary>Where layer <paramref name="layer"/> leaves its keys and values.</summary>
    public KeyValueLayer this[int layer] => new(this, layer);

    /// <summary>The tokens are in the cache from now on.</summary>
    /// <exception cref="InvalidOperationException">It was committed already, or another step has begun.</exception>
    public void Commit() => cache.Commit(this);

    internal KeyValueCache Cache => cache;

    /// <summary>Copies rows of [tokens, numKeyValueHeads, dim] behind what a layer's buffer holds of their sequences.</summary>
    internal void Write(ReadOnlySpan<float> rows, int stride, Tensor buffer)
    {
        var (heads, capacity, dim) = (cache.NumKeyValueHeads, cache.Capacity, buffer.Columns);
        var target = buffer.Data;
        for (var i = 0; i < tokens.Count; i++)
        {
            for (var row = tokens.Offsets[i]; row < tokens.Offsets[i + 1]; row++)
            {
                for (var head = 0; head < heads; head++)
                {
                    rows.Slice((row * stride) + (head * dim), dim).CopyTo(target[(((((i * heads) + head) * capacity) + Positions[row]) * dim)..]);
                }
            }
        }
    }
}

/// <summary>One layer's place in a step of the cache.</summary>
/// <param name="Step">The step.</param>
/// <param name="Index">Which layer.</param>
public readonly record struct KeyValueLayer(KeyValueStep Step, int Index);
