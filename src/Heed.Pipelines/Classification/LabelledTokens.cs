using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Heed.Pipelines.Classification;

/// <summary>Texts as ids with the numbers of their labels.</summary>
/// <param name="Tokens">Ids of each text.</param>
/// <param name="Labels">Number of each text's label.</param>
/// <param name="NumClasses">How many labels there are.</param>
internal sealed record LabelledTokens(IReadOnlyList<int[]> Tokens, int[] Labels, int NumClasses)
{
    public int Count => Labels.Length;

    /// <summary>Adds all that is learned from to a fingerprint.</summary>
    public void AddTo(IncrementalHash hash)
    {
        for (var i = 0; i < Count; i++)
        {
            hash.AppendData(MemoryMarshal.AsBytes(Tokens[i].AsSpan()));
            hash.AppendData(BitConverter.GetBytes(Labels[i]));
        }
    }
}
