using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Heed.Checkpoints;

/// <summary>
/// The head of a safetensors file: 8 bytes with its length (little-endian), then one JSON object
/// {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}, ..., "__metadata__": {"key": "text"}}.
/// All of it is distrusted: nothing is allocated that the file does not really hold, and the tensors must fill the rest of
/// the file without a gap or an overlap, as the reference implementation demands.
/// </summary>
internal sealed class SafetensorsHeader
{
    public const string MetadataKey = "__metadata__";

    /// <summary>The reference implementation's limit, in bytes.</summary>
    public const int LongestHeader = 100_000_000;

    private readonly string path;
    private readonly Dictionary<string, SafetensorsEntry> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);

    private SafetensorsHeader(string path) => this.path = path;

    /// <summary>The tensors in the order in which their values lie in the file.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; private set; } = [];

    public IReadOnlyDictionary<string, SafetensorsEntry> ByName => byName;

    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>The byte of the file at which the values begin.</summary>
    public long DataStart { get; private set; }

    /// <exception cref="InvalidInputException">The file is no whole, well-formed safetensors file.</exception>
    public static SafetensorsHeader Read(SafeFileHandle file, string path)
    {
        var fileLength = RandomAccess.GetLength(file);
        Span<byte> start = stackalloc byte[64];
        start = start[..ReadUpTo(file, start, 0)];
        if (start.Length == 0)
        {
            throw new InvalidInputException($"{path} is empty, where a safetensors file was expected.");
        }

        var announced = start.Length < sizeof(ulong) ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (announced < 2 || announced > LongestHeader || (long)announced > fileLength - sizeof(ulong) || start[sizeof(ulong)] != '{')
        {
            throw NoSafetensors(path, start, announced, fileLength);
        }

        var json = new byte[(int)announced];
        if (ReadUpTo(file, json, sizeof(ulong)) < json.Length)
        {
            throw new InvalidInputException($"{path} became shorter while it was read.");
        }

        var header = new SafetensorsHeader(path) { DataStart = sizeof(ulong) + json.Length };
        header.Parse(json);
        header.Arrange(fileLength - header.DataStart);
        return header;
    }

    /// <summary>Fills <paramref name="destination"/> from byte <paramref name="offset"/>, or as far as the file reaches.</summary>
    public static int ReadUpTo(SafeFileHandle file, Span<byte> destination, long offset)
    {
        var total = 0;
        while (total < destination.Length && RandomAccess.Read(file, destination[total..], offset + total) is > 0 and var read)
        {
            total += read;
        }

        return total;
    }

    private static InvalidInputException NoSafetensors(string path, ReadOnlySpan<byte> start, ulong announced, long fileLength)
    {
        if (ForeignFormat.Recognise(start) is { } format)
        {
            return new InvalidInputException($"{path} is {format}, where a safetensors file was expected.");
        }

        return new InvalidInputException(announced >= 2 && start.Length > sizeof(ulong) && start[sizeof(ulong)] == '{'
            ? $"{path} is cut short or broken: its first 8 bytes announce a header of {announced} bytes, and the file has {fileLength}."
            : $"{path} is no safetensors file: it does not begin with the length of a JSON header and the header.");
    }

    private void Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (name == MetadataKey)
                {
                    ParseMetadata(ref reader);
                }
                else if (!byName.TryAdd(name, ParseEntry(ref reader, name)))
                {
                    throw Broken(name, "stands there twice, where every name was expected once");
                }
            }

            // Only white space may follow; the reader throws at anything else.
            reader.Read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidInputException($"{path} has a broken header: valid JSON ends at byte {reader.BytesConsumed} of its {json.Length}.", exception);
        }
    }

    private void ParseMetadata(ref Utf8JsonReader reader)
    {
        Expect(reader, JsonTokenType.StartObject, MetadataKey, "no object of texts");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            Expect(reader, JsonTokenType.String, MetadataKey, $"something else than a text as {Quote(key)}");
            if (!metadata.TryAdd(key, reader.GetString()!))
            {
                throw Broken(MetadataKey, $"has the key {Quote(key)} twice");
            }
        }
    }

    private SafetensorsEntry ParseEntry(ref Utf8JsonReader reader, string name)
    {
        string? dtype = null;
        long[]? shape = null;
        long[]? offsets = null;
        Expect(reader, JsonTokenType.StartObject, name, "no object with dtype, shape and data_offsets");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString();
            reader.Read();
            switch (key)
            {
                case "dtype" when dtype is null && reader.TokenType == JsonTokenType.String:
                    dtype = reader.GetString();
                    break;
                case "shape" when shape is null:
                    shape = ParseNumbers(ref reader, name, "shape");
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ParseNumbers(ref reader, name, "data_offsets");
                    break;
                default:
                    throw Broken(name, $"has {Quote(key!)} where dtype, shape and data_offsets were expected, once each");
            }
        }

        if (dtype is null || shape is null || offsets is not [var begin, var end] || begin > end)
        {
            throw Broken(name, "lacks a dtype, a shape or two rising data_offsets");
        }

        if (SafetensorsEntry.SizeOf(dtype) is not { } size)
        {
            throw Broken(name, $"has the dtype {Quote(dtype)}, where F32, F16, BF16, F64 or an integer type was expected");
        }

        Int128 bytes = size;
        foreach (var axis in shape)
        {
            bytes *= axis;
            if (axis > int.MaxValue || bytes > long.MaxValue)
            {
                throw Broken(name, "has a shape beyond all memory");
            }
        }

        if (bytes != end - begin)
        {
            throw Broken(name, $"has {end - begin} bytes, where {bytes} were expected for {dtype} [{string.Join(", ", shape)}]");
        }

        return new SafetensorsEntry(name, dtype, [.. shape.Select(axis => (int)axis)], begin, end);
    }

    private long[] ParseNumbers(ref Utf8JsonReader reader, string name, string key)
    {
        const int MostAxes = 32;
        Expect(reader, JsonTokenType.StartArray, name, $"no list as {key}");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < 0 || numbers.Count == MostAxes)
            {
                throw Broken(name, $"has a {key} that is not a list of at most {MostAxes} whole numbers from 0 up");
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>Puts the tensors in the order of their values and checks that these fill the file.</summary>
    private void Arrange(long dataLength)
    {
        Entries = [.. byName.Values.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)];
        if (Entries.MaxBy(entry => entry.End) is { } last && last.End > dataLength)
        {
            throw new InvalidInputException(
                $"{path} is cut short: tensor {Quote(last.Name)} should end at byte {DataStart + last.End} of the file, which has {DataStart + dataLength}.");
        }

        var previousEnd = 0L;
        foreach (var entry in Entries)
        {
            if (entry.Begin != previousEnd)
            {
                throw Broken(entry.Name, $"begins at byte {entry.Begin} of the data, where {previousEnd} was expected, the end of the tensor before it");
            }

            previousEnd = entry.End;
        }

        if (previousEnd != dataLength)
        {
            throw new InvalidInputException($"{path} has {dataLength} bytes of data, where its header announces {previousEnd}.");
        }
    }

    private void Expect(in Utf8JsonReader reader, JsonTokenType expected, string name, string found)
    {
        if (reader.TokenType != expected)
        {
            throw Broken(name, $"has {found}");
        }
    }

    private InvalidInputException Broken(string name, string what) => new($"{path} has a broken header: {Quote(name)} {what}.");

    /// <summary>A name from a file, fit for one line of a message.</summary>
    public static string Quote(string name)
    {
        const int Longest = 100;
        var shown = name.Length > Longest ? string.Concat(name.AsSpan(0, Longest), "…") : name;
        return $"\"{string.Concat(shown.Select(c => char.IsControl(c) ? '�' : c))}\"";
    }
}
