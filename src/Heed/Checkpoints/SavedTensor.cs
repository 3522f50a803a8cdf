using System.Buffers;
using System.Runtime.InteropServices;
using Heed.Autograd;

namespace Heed.Checkpoints;

/// <summary>A tensor to be saved: its name, shape and values. The values are read when the file is written, not before.</summary>
public sealed class SavedTensor
{
    private readonly int[] shape;
    private readonly Action<Stream> write;

    private SavedTensor(string name, string dtype, ReadOnlySpan<int> shape, int length, Action<Stream> write)
    {
        Name = name;
        Dtype = dtype;
        this.shape = shape.ToArray();
        this.write = write;
        if (Tensor.LengthOf(shape) != length)
        {
            throw new ArgumentException($"{length} values do not fill the shape {Tensor.Describe(shape)} of {name}.", nameof(shape));
        }

        ByteLength = (long)length * SafetensorsEntry.SizeOf(dtype)!.Value;
    }

    public string Name { get; }

    public string Dtype { get; }

    public ReadOnlySpan<int> Shape => shape;

    internal long ByteLength { get; }

    /// <summary>A tensor's values as F32.</summary>
    public static SavedTensor Of(string name, Tensor tensor) =>
        new(name, "F32", tensor.Shape, tensor.Length, stream => WriteValues<float>(stream, tensor.Data));

    /// <summary>Floats as F32.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of <paramref name="shape"/>.</exception>
    public static SavedTensor Of(string name, ReadOnlySpan<int> shape, ReadOnlyMemory<float> values) =>
        new(name, "F32", shape, values.Length, stream => WriteValues(stream, values.Span));

    /// <summary>Whole numbers as I64.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of <paramref name="shape"/>.</exception>
    public static SavedTensor Of(string name, ReadOnlySpan<int> shape, ReadOnlyMemory<long> values) =>
        new(name, "I64", shape, values.Length, stream => WriteValues(stream, values.Span));

    internal void WriteTo(Stream stream) => write(stream);

    private static void WriteValues<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        const int Piece = 1 << 15;
        var buffer = ArrayPool<T>.Shared.Rent(Math.Min(Piece, values.Length));
        try
        {
            while (values.Length > 0)
            {
                var piece = buffer.AsSpan(0, Math.Min(Piece, values.Length));
                values[..piece.Length].CopyTo(piece);
                LittleEndian.ToOrFromMachine(piece);
                stream.Write(MemoryMarshal.AsBytes(piece));
                values = values[piece.Length..];
            }
        }
        finally
        {
            ArrayPool<T>.Shared.Return(buffer);
        }
    }
}
