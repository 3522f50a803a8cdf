using System.Buffers;

namespace Heed.Attention;

/// <summary>The offsets of sequences of one length, in memory of the stack where that suffices.</summary>
internal readonly ref struct UniformOffsets
{
    /// <summary>The memory to bring.</summary>
    public const int OnStack = 130;

    private readonly int[]? rented;

    public UniformOffsets(Span<int> memory, int batch, int queryLen, int keyLen)
    {
        if (memory.Length < 2 * (batch + 1))
        {
            memory = rented = ArrayPool<int>.Shared.Rent(2 * (batch + 1));
        }

        for (var s = 0; s <= batch; s++)
        {
            memory[s] = checked(s * queryLen);
            memory[batch + 1 + s] = checked(s * keyLen);
        }

        Queries = memory[..(batch + 1)];
        Keys = memory.Slice(batch + 1, batch + 1);
    }

    public ReadOnlySpan<int> Queries { get; }

    public ReadOnlySpan<int> Keys { get; }

    public void Dispose()
    {
        if (rented is not null)
        {
            ArrayPool<int>.Shared.Return(rented);
        }
    }
}
