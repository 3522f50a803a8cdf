using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Heed.Pipelines.Data;

/// <summary>
/// 128 bits that two texts share if and only if they are the same but for letter case and white space: a run of it
/// counts as one space, none counts at the ends. Half of SHA-256, so that no two of any number of texts meet by chance.
/// </summary>
internal static class TextFingerprint
{
    public static UInt128 Of(string text)
    {
        var folded = ArrayPool<char>.Shared.Rent(text.Length);
        var length = 0;
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character))
            {
                folded[length++] = char.ToLowerInvariant(character);
            }
            else if (length > 0 && folded[length - 1] != ' ')
            {
                folded[length++] = ' ';
            }
        }

        length -= length > 0 && folded[length - 1] == ' ' ? 1 : 0;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(folded.AsSpan(0, length)), hash);
        ArrayPool<char>.Shared.Return(folded);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
