using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Heed.Autograd;

namespace Heed.Checkpoints;

/// <summary>
/// Writes safetensors files, byte for byte as the reference implementation does: wider types first, then by name, and the
/// header padded with spaces to a multiple of 8 bytes. Tensors are streamed; a kill leaves the old file or the new one.
/// </summary>
public static class SafetensorsWriter
{
    /// <summary>Replaces <paramref name="path"/> by a file with these tensors.</summary>
    /// <param name="path">The file to replace or create; its folder exists.</param>
    /// <param name="tensors">Values in any order, every name once.</param>
    /// <param name="metadata">Texts to save along. Python's transformers asks for format = pt.</param>
    /// <exception cref="ArgumentException">A name is given twice or is the format's own word __metadata__.</exception>
    /// <exception cref="InvalidInputException">The disk is full, or the place cannot be written to.</exception>
    public static void Write(string path, IEnumerable<SavedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        SavedTensor[] ordered =
        [
            .. tensors.OrderByDescending(tensor => SafetensorsEntry.SizeOf(tensor.Dtype)).ThenBy(tensor => tensor.Name, StringComparer.Ordinal),
        ];
        var header = Header(ordered, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var tensor in ordered)
            {
                tensor.WriteTo(stream);
            }
        });
    }

    /// <inheritdoc cref="Write(string, IEnumerable{SavedTensor}, IReadOnlyDictionary{string, string})"/>
    public static void Write(string path, IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        Write(path, tensors.Select(tensor => SavedTensor.Of(tensor.Name, tensor.Tensor)), metadata);

    /// <inheritdoc cref="Write(string, IEnumerable{SavedTensor}, IReadOnlyDictionary{string, string})"/>
    public static void Write(
        string path, IEnumerable<(string Name, int[] Shape, ReadOnlyMemory<float> Data)> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        Write(path, tensors.Select(tensor => SavedTensor.Of(tensor.Name, tensor.Shape, tensor.Data)), metadata);

    private static byte[] Header(SavedTensor[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(SafetensorsHeader.MetadataKey);
                foreach (var (key, text) in metadata)
                {
                    json.WriteString(key, text);
                }

                json.WriteEndObject();
            }

            var names = new HashSet<string>(StringComparer.Ordinal) { SafetensorsHeader.MetadataKey };
            var offset = 0L;
            foreach (var tensor in tensors)
            {
                if (!names.Add(tensor.Name))
                {
                    throw new ArgumentException($"The name {tensor.Name} is given twice or is the format's own.", nameof(tensors));
                }

                WriteEntry(json, tensor, offset);
                offset += tensor.ByteLength;
            }

            json.WriteEndObject();
        }

        while (bytes.Length % sizeof(ulong) != 0)
        {
            bytes.WriteByte((byte)' ');
        }

        return bytes.Length <= SafetensorsHeader.LongestHeader
            ? bytes.ToArray()
            : throw new ArgumentException($"The header would have {bytes.Length} bytes, of which readers take {SafetensorsHeader.LongestHeader}.", nameof(metadata));
    }

    private static void WriteEntry(Utf8JsonWriter json, SavedTensor tensor, long offset)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Dtype);
        json.WriteStartArray("shape");
        foreach (var axis in tensor.Shape)
        {
            json.WriteNumberValue(axis);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + tensor.ByteLength);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
