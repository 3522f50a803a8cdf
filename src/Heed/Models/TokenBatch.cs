using Heed.Attention;
using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Models;

/// <summary>
/// Token ids of several sequences, packed behind one another. A padded batch is the special case of equal lengths with a mask
/// that hides the pads.
/// </summary>
public sealed class TokenBatch
{
    private readonly int[] firstTokens;

    /// <param name="ids">[tokens].</param>
    /// <param name="sequences">Which tokens belong together.</param>
    /// <param name="typeIds">[tokens], which segment each is in; all 0 if null.</param>
    /// <param name="mask">Who may attend to whom.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public TokenBatch(int[] ids, Sequences sequences, int[]? typeIds = null, AttentionMask? mask = null)
    {
        if (ids.Length != sequences.Tokens || (typeIds is not null && typeIds.Length != ids.Length))
        {
            throw new ArgumentException($"{ids.Length} ids and {typeIds?.Length ?? ids.Length} type ids for sequences of {sequences.Tokens} tokens.");
        }

        Ids = ids;
        Sequences = sequences;
        TypeIds = typeIds ?? new int[ids.Length];
        Mask = mask ?? AttentionMask.None;
        Positions = new int[ids.Length];
        firstTokens = new int[sequences.Count];
        for (var i = 0; i < sequences.Count; i++)
        {
            firstTokens[i] = sequences.Offsets[i];
            for (var position = 0; position < sequences.LengthOf(i); position++)
            {
                Positions[firstTokens[i] + position] = position;
            }
        }
    }

    /// <summary>[tokens].</summary>
    public int[] Ids { get; }

    /// <summary>[tokens].</summary>
    public int[] TypeIds { get; }

    /// <summary>[tokens]: the place of each token in its sequence, from 0.</summary>
    public int[] Positions { get; }

    /// <summary>[count]: the row of each sequence's first token.</summary>
    /// <exception cref="InvalidOperationException">A sequence is empty.</exception>
    public int[] FirstTokens
    {
        get
        {
            for (var i = 0; i < Sequences.Count; i++)
            {
                if (Sequences.LengthOf(i) == 0)
                {
                    throw new InvalidOperationException($"Sequence {i} of the batch is empty: it has no first token.");
                }
            }

            return firstTokens;
        }
    }

    /// <summary>[count]: the row of each sequence's last token; an empty sequence has none and is left out.</summary>
    public int[] LastTokens
    {
        get
        {
            var rows = new List<int>(Sequences.Count);
            for (var i = 0; i < Sequences.Count; i++)
            {
                if (Sequences.LengthOf(i) > 0)
                {
                    rows.Add(Sequences.Offsets[i + 1] - 1);
                }
            }

            return [.. rows];
        }
    }

    public Sequences Sequences { get; }

    public AttentionMask Mask { get; }

    /// <summary>
    /// The targets of a causal language model: for each row the token that follows it in its sequence, and -100, which takes no part in
    /// a loss, where none follows or the one that follows is hidden by the mask.
    /// </summary>
    /// <param name="labels">[tokens], to take in place of the ids; -100 takes no part.</param>
    /// <returns>[tokens].</returns>
    /// <exception cref="ArgumentException">There are more or fewer labels than tokens.</exception>
    public int[] NextTokens(int[]? labels = null)
    {
        labels ??= Ids;
        if (labels.Length != Ids.Length)
        {
            throw new ArgumentException($"{labels.Length} labels for {Ids.Length} tokens.", nameof(labels));
        }

        var visible = Mask.VisibleKeys;
        var targets = new int[labels.Length];
        for (var i = 0; i < Sequences.Count; i++)
        {
            var end = Sequences.Offsets[i + 1];
            for (var row = Sequences.Offsets[i]; row < end; row++)
            {
                var next = row + 1;
                targets[row] = next < end && (visible.IsEmpty || visible[next]) ? labels[next] : CrossEntropyKernel.Ignored;
            }
        }

        return targets;
    }

    /// <exception cref="ArgumentException">A sequence is longer than the positions of a model.</exception>
    internal void RequireWithin(int maxPositions)
    {
        if (Sequences.MaxLength > maxPositions)
        {
            throw new ArgumentException($"A sequence of {Sequences.MaxLength} tokens; the model has {maxPositions} positions.");
        }
    }

    /// <summary>Packs token sequences, which may be of any lengths.</summary>
    public static TokenBatch Pack(IReadOnlyList<int[]> sequences)
    {
        var ids = new int[sequences.Sum(sequence => sequence.Length)];
        var lengths = new int[sequences.Count];
        var start = 0;
        for (var i = 0; i < sequences.Count; i++)
        {
            sequences[i].CopyTo(ids, start);
            lengths[i] = sequences[i].Length;
            start += lengths[i];
        }

        return new TokenBatch(ids, Sequences.OfLengths(lengths));
    }
}
