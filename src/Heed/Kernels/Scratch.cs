using System.Numerics;
using System.Runtime.CompilerServices;

namespace Heed.Kernels;

/// <summary>
/// Working memory of a kernel: pinned, 64-byte aligned, one buffer per thread and slot, kept and grown as needed. A kernel has it
/// until it returns; kernels don't call each other while they hold a slot.
/// </summary>
internal static unsafe class Scratch
{
    [ThreadStatic]
    private static float[]? shared;

    [ThreadStatic]
    private static float[]? local;

    /// <summary>Memory that the calling thread lends to all items of its job.</summary>
    public static float* Shared(long length) => Take(ref shared, length);

    /// <summary>Memory that one item has to itself.</summary>
    public static float* Local(long length) => Take(ref local, length);

    private static float* Take(ref float[]? buffer, long length)
    {
        if (buffer is null || buffer.Length < length + 16)
        {
            buffer = GC.AllocateUninitializedArray<float>((int)BitOperations.RoundUpToPowerOf2((uint)checked((int)length + 16)), pinned: true);
        }

        var address = (nuint)Unsafe.AsPointer(ref buffer[0]);
        return (float*)((address + 63) & ~(nuint)63);
    }
}
