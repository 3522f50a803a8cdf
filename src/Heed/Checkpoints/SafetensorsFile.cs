using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Heed.Checkpoints;

/// <summary>
/// A safetensors file opened for reading. Opening reads and checks the header only; values are read when asked for, so a
/// large file costs no more memory than what is taken from it. Several threads may read at once.
/// </summary>
/// <remarks>Format: https://github.com/huggingface/safetensors#format</remarks>
public sealed class SafetensorsFile : IDisposable
{
    private readonly SafeFileHandle file;
    private readonly SafetensorsHeader header;

    private SafetensorsFile(string path, SafeFileHandle file, SafetensorsHeader header)
    {
        Path = path;
        this.file = file;
        this.header = header;
    }

    public string Path { get; }

    /// <summary>The tensors in the order in which their values lie in the file.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => header.Entries;

    /// <summary>The texts that were saved along, such as format = pt.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <exception cref="InvalidInputException">The file is missing, unreadable, empty, cut short, malformed or of another format.</exception>
    public static SafetensorsFile Open(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
            return new SafetensorsFile(path, file, SafetensorsHeader.Read(file, path));
        }
        catch (Exception exception)
        {
            file?.Dispose();
            throw exception switch
            {
                FileNotFoundException or DirectoryNotFoundException => new InvalidInputException($"There is no file {path}, where a safetensors file was expected.", exception),
                UnauthorizedAccessException when Directory.Exists(path) => new InvalidInputException($"{path} is a folder, where a safetensors file was expected.", exception),
                UnauthorizedAccessException or IOException or NotSupportedException => new InvalidInputException($"Cannot read {path}: {exception.Message.TrimEnd('.')}.", exception),
                _ => exception,
            };
        }
    }

    public bool Contains(string name) => header.ByName.ContainsKey(name);

    /// <summary>What the file says of the tensor <paramref name="name"/>.</summary>
    /// <exception cref="InvalidInputException">There is no such tensor.</exception>
    public SafetensorsEntry Entry(string name)
    {
        if (header.ByName.TryGetValue(name, out var entry))
        {
            return entry;
        }

        throw new InvalidInputException(Entries.Count == 0
            ? $"{Path} has no tensor {SafetensorsHeader.Quote(name)}; it has none at all."
            : $"{Path} has no tensor {SafetensorsHeader.Quote(name)} among its {Entries.Count}, of which the first is {SafetensorsHeader.Quote(Entries[0].Name)}.");
    }

    /// <summary>Reads a tensor of F32, F16, BF16 or F64 (rounded to float32), row-major.</summary>
    /// <exception cref="InvalidInputException">There is no such tensor, or it has another number of values or no floats.</exception>
    public void ReadFloats(string name, Span<float> destination)
    {
        var entry = Entry(name);
        RequireLength(entry, destination.Length);
        switch (entry.Dtype)
        {
            case "F32":
                ReadAs<float, float>(entry, destination, static (stored, values) => stored.CopyTo(values));
                break;
            case "F16":
                ReadAs<Half, float>(entry, destination, static (stored, values) => TensorPrimitives.ConvertToSingle(stored, values));
                break;
            case "BF16":
                ReadAs<ushort, float>(entry, destination, static (stored, values) => Each(stored, values, bits => BitConverter.UInt32BitsToSingle((uint)bits << 16)));
                break;
            case "F64":
                ReadAs<double, float>(entry, destination, static (stored, values) => TensorPrimitives.ConvertTruncating(stored, values));
                break;
            default:
                throw OfType(entry, "F32, F16, BF16 or F64");
        }
    }

    /// <inheritdoc cref="ReadFloats(string, Span{float})"/>
    public float[] ReadFloats(string name)
    {
        var values = new float[ArrayLength(Entry(name))];
        ReadFloats(name, values);
        return values;
    }

    /// <summary>Reads a tensor of I64, I32, U8 or BOOL (true = 1), row-major.</summary>
    /// <exception cref="InvalidInputException">There is no such tensor, or it holds something else.</exception>
    public long[] ReadIntegers(string name)
    {
        var entry = Entry(name);
        var values = new long[ArrayLength(entry)];
        switch (entry.Dtype)
        {
            case "I64":
                ReadAs<long, long>(entry, values, static (stored, wide) => stored.CopyTo(wide));
                break;
            case "I32":
                ReadAs<int, long>(entry, values, static (stored, wide) => Each(stored, wide, value => value));
                break;
            case "U8":
                ReadAs<byte, long>(entry, values, static (stored, wide) => Each(stored, wide, value => value));
                break;
            case "BOOL":
                ReadAs<byte, long>(entry, values, static (stored, wide) => Each(stored, wide, value => value == 0 ? 0 : 1));
                break;
            default:
                throw OfType(entry, "I64, I32, U8 or BOOL");
        }

        return values;
    }

    /// <summary>As <see cref="ReadIntegers"/>, for ids and lengths that fit 32 bits.</summary>
    /// <exception cref="InvalidInputException">There is no such tensor, it holds something else, or a value needs more than 32 bits.</exception>
    public int[] ReadInt32(string name)
    {
        var values = ReadIntegers(name);
        var narrow = new int[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            narrow[i] = values[i] is >= int.MinValue and <= int.MaxValue
                ? (int)values[i]
                : throw new InvalidInputException($"{Path}: tensor {SafetensorsHeader.Quote(name)} holds {values[i]} at place {i}, where a 32-bit number was expected.");
        }

        return narrow;
    }

    public void Dispose() => file.Dispose();

    private static void Each<TStored, TValue>(ReadOnlySpan<TStored> stored, Span<TValue> values, Func<TStored, TValue> convert)
    {
        for (var i = 0; i < stored.Length; i++)
        {
            values[i] = convert(stored[i]);
        }
    }

    /// <summary>Reads a tensor piece by piece, so that converting needs no second copy of it.</summary>
    private void ReadAs<TStored, TValue>(SafetensorsEntry entry, Span<TValue> destination, Action<ReadOnlySpan<TStored>, Span<TValue>> convert)
        where TStored : unmanaged
    {
        const int Piece = 1 << 15;
        var pool = ArrayPool<TStored>.Shared;
        var buffer = pool.Rent(Math.Min(Piece, destination.Length));
        try
        {
            var offset = header.DataStart + entry.Begin;
            while (destination.Length > 0)
            {
                var stored = buffer.AsSpan(0, Math.Min(Piece, destination.Length));
                var bytes = MemoryMarshal.AsBytes(stored);
                if (SafetensorsHeader.ReadUpTo(file, bytes, offset) < bytes.Length)
                {
                    throw new InvalidInputException($"{Path} became shorter while it was read: tensor {SafetensorsHeader.Quote(entry.Name)} is cut.");
                }

                LittleEndian.ToOrFromMachine(stored);
                convert(stored, destination[..stored.Length]);
                destination = destination[stored.Length..];
                offset += bytes.Length;
            }
        }
        catch (IOException exception)
        {
            throw new InvalidInputException($"Cannot read {Path}: {exception.Message.TrimEnd('.')}.", exception);
        }
        finally
        {
            pool.Return(buffer);
        }
    }

    private int ArrayLength(SafetensorsEntry entry) =>
        entry.Length <= Array.MaxLength ? (int)entry.Length : throw OfLength(entry, $"at most {Array.MaxLength}");

    private void RequireLength(SafetensorsEntry entry, int expected)
    {
        if (entry.Length != expected)
        {
            throw OfLength(entry, $"{expected}");
        }
    }

    private InvalidInputException OfLength(SafetensorsEntry entry, string expected) =>
        new($"{Path}: tensor {SafetensorsHeader.Quote(entry.Name)} has {entry.Length} values in [{string.Join(", ", entry.Shape.ToArray())}], where {expected} were expected.");

    private InvalidInputException OfType(SafetensorsEntry entry, string expected) =>
        new($"{Path}: tensor {SafetensorsHeader.Quote(entry.Name)} is of type {entry.Dtype}, where {expected} was expected.");
}
