namespace Heed.Benchmarks.Models.Texts;

/// <summary>Some of the texts as a rectangle of tokens.</summary>
/// <param name="Places">Which texts, by their place among all.</param>
/// <param name="Lengths">How many tokens of each row are real.</param>
/// <param name="SeqLen">The longest of them.</param>
/// <param name="Ids">[batch, seqLen], 0 where nothing is.</param>
internal sealed record PaddedBatch(int[] Places, int[] Lengths, int SeqLen, int[] Ids)
{
    public int Count => Places.Length;

    public bool HasPads => Lengths.Any(length => length < SeqLen);

    public static PaddedBatch Of(IReadOnlyList<int[]> texts, int[] places)
    {
        var lengths = places.Select(place => texts[place].Length).ToArray();
        var seqLen = lengths.Max();
        var ids = new int[places.Length * seqLen];
        for (var row = 0; row < places.Length; row++)
        {
            texts[places[row]].CopyTo(ids, row * seqLen);
        }

        return new PaddedBatch(places, lengths, seqLen, ids);
    }

    /// <summary>Where each text begins when all stand behind one another, and where the last ends.</summary>
    public static int[] Offsets(IReadOnlyList<int[]> texts)
    {
        var offsets = new int[texts.Count + 1];
        for (var i = 0; i < texts.Count; i++)
        {
            offsets[i + 1] = offsets[i] + texts[i].Length;
        }

        return offsets;
    }

    /// <summary>Copies the real rows of a result to where they stand when all texts lie behind one another.</summary>
    /// <param name="result">[batch, seqLen, width].</param>
    /// <param name="offsets">Where each text begins among all tokens.</param>
    /// <param name="packed">[tokens, width].</param>
    public void Unpad(ReadOnlySpan<float> result, int[] offsets, Span<float> packed, int width)
    {
        for (var row = 0; row < Count; row++)
        {
            result.Slice(row * SeqLen * width, Lengths[row] * width).CopyTo(packed[(offsets[Places[row]] * width)..]);
        }
    }
}
