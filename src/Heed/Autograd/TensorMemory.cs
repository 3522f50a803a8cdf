using System.Runtime.CompilerServices;

namespace Heed.Autograd;

/// <summary>
/// Keeps the memory of ended tapes for the next one. Blocks are pinned and 64-byte aligned, in size classes an eighth of an
/// octave apart, so that batches of nearly the same size find each other's blocks. Not thread-safe: one a thread.
/// </summary>
public sealed class TensorMemory
{
    [ThreadStatic]
    private static TensorMemory? ofThisThread;

    private readonly Dictionary<int, Stack<Block>> free = [];

    /// <summary>The memory that tapes of this thread share unless they are given their own.</summary>
    public static TensorMemory OfThisThread => ofThisThread ??= new TensorMemory();

    /// <summary>Bytes ever taken from the managed heap through this memory.</summary>
    public long AllocatedBytes { get; private set; }

    internal Block Rent(int length)
    {
        var capacity = SizeClass(length);
        if (free.TryGetValue(capacity, out var stack) && stack.TryPop(out var block))
        {
            return block;
        }

        AllocatedBytes += capacity * sizeof(float);
        return new Block(capacity);
    }

    internal void Return(Block block)
    {
        if (!free.TryGetValue(block.Capacity, out var stack))
        {
            free.Add(block.Capacity, stack = new Stack<Block>());
        }

        stack.Push(block);
    }

    /// <summary>Forgets all free blocks, so that the garbage collector may take them.</summary>
    public void Trim() => free.Clear();

    private static int SizeClass(int length)
    {
        const int Smallest = 64;
        if (length <= Smallest)
        {
            return Smallest;
        }

        var step = Math.Max(16, (int)(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length) / 16));
        return checked((length + step - 1) / step * step);
    }

    internal sealed class Block
    {
        private const int Alignment = 64;
        private readonly float[] array;
        private readonly int offset;

        public unsafe Block(int capacity)
        {
            Capacity = capacity;
            array = GC.AllocateUninitializedArray<float>(checked(capacity + (Alignment / sizeof(float))), pinned: true);
            var address = (nuint)Unsafe.AsPointer(ref array[0]);
            var misaligned = (int)(address % Alignment);
            offset = misaligned == 0 ? 0 : (Alignment - misaligned) / sizeof(float);
        }

        public int Capacity { get; }

        public Span<float> Span(int start, int length) => array.AsSpan(offset + start, length);
    }
}
