using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Heed.Kernels;

namespace Heed.Attention;

/// <summary>A tensor of System.Numerics.Tensors as the kernels read it, where it lies: its memory, and the steps from one row to the next.</summary>
internal readonly ref struct StridedRows
{
    public ReadOnlySpan<float> Memory { get; private init; }

    public AttentionLayout Layout { get; private init; }

    /// <summary>What is read.</summary>
    /// <param name="tensor">[batch, heads, length, dim].</param>
    /// <exception cref="ArgumentException">It has other axes, or lies in memory in a way that would need a copy.</exception>
    public static StridedRows Of(ReadOnlyTensorSpan<float> tensor, string name, int batch, int heads, int length, int dim)
    {
        RequireShape(tensor, name, batch, heads, length, dim);
        if (dim > 1 && tensor.Strides[3] != 1 && !tensor.IsEmpty)
        {
            throw new ArgumentException($"Attention: the last axis of {name} has a stride of {tensor.Strides[3]}, and 1 is needed.");
        }

        if (batch > 1 && tensor.Strides[0] == 0 && !tensor.IsEmpty)
        {
            throw new ArgumentException($"Attention: the batch axis of {name} is broadcast; expected sequences that lie one after another.");
        }

        // The stride of an axis of one is anything.
        var (row, head, sequence) = (length > 1 ? tensor.Strides[2] : 0, heads > 1 ? tensor.Strides[1] : 0, batch > 1 ? tensor.Strides[0] : 0);
        return new StridedRows { Memory = MemoryOf(tensor), Layout = new AttentionLayout(checked((int)row), checked((int)head), sequence) };
    }

    /// <summary>What is written, or added to.</summary>
    /// <param name="tensor">[batch, heads, length, dim].</param>
    /// <exception cref="ArgumentException">As for what is read; or rows of it are the same memory.</exception>
    public static Span<float> Target(TensorSpan<float> tensor, string name, int batch, int heads, int length, int dim, out AttentionLayout layout)
    {
        layout = Of(tensor, name, batch, heads, length, dim).Layout;
        if (!tensor.IsEmpty && ((heads > 1 && layout.Head == 0) || (length > 1 && layout.Row == 0)))
        {
            throw new ArgumentException($"Attention: {name} is broadcast; expected rows of its own for all that is written.");
        }

        return MemoryOf(tensor);
    }

    /// <summary>All memory between a tensor's first and last element.</summary>
    public static ReadOnlySpan<float> MemoryOf(ReadOnlyTensorSpan<float> tensor) =>
        tensor.IsEmpty ? default : MemoryMarshal.CreateReadOnlySpan(in tensor.GetPinnableReference(), Extent(tensor.Lengths, tensor.Strides));

    /// <inheritdoc cref="MemoryOf(ReadOnlyTensorSpan{float})"/>
    public static Span<float> MemoryOf(TensorSpan<float> tensor) =>
        tensor.IsEmpty ? default : MemoryMarshal.CreateSpan(ref tensor.GetPinnableReference(), Extent(tensor.Lengths, tensor.Strides));

    /// <summary>The lengths in words: [2, 3].</summary>
    public static string Describe(ReadOnlySpan<nint> lengths) => $"[{string.Join(", ", lengths.ToArray())}]";

    private static void RequireShape(ReadOnlyTensorSpan<float> tensor, string name, params ReadOnlySpan<nint> expected)
    {
        if (!tensor.Lengths.SequenceEqual(expected))
        {
            throw new ArgumentException($"Attention: {name} has the shape {Describe(tensor.Lengths)}, and {Describe(expected)} is needed.");
        }
    }

    private static int Extent(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides)
    {
        nint last = 0;
        for (var axis = 0; axis < lengths.Length; axis++)
        {
            last = checked(last + ((lengths[axis] - 1) * strides[axis]));
        }

        return checked((int)last + 1);
    }
}
