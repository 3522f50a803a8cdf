using System.Text;

namespace Heed.Pipelines.Data;

/// <summary>Opens data files, and says in words why one is not what it should be.</summary>
internal static class TextFile
{
    private const int SniffedBytes = 4096;

    private static readonly (byte[] Start, string Kind)[] ForeignKinds =
    [
        ("PAR1"u8.ToArray(), "a Parquet file (name it .parquet)"),
        ([0x1F, 0x8B], "compressed with gzip (its name has to end in .gz)"),
        ("PK\x03\x04"u8.ToArray(), "a ZIP archive or an office document"),
        ([0xFF, 0xFE], "UTF-16 text (save it as UTF-8)"),
        ([0xFE, 0xFF], "UTF-16 text (save it as UTF-8)"),
        ("%PDF"u8.ToArray(), "a PDF document"),
    ];

    public static void CheckExists(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InvalidInputException($"{path} is a folder; expected a data file.");
        }

        if (!File.Exists(path))
        {
            throw new InvalidInputException($"{path} does not exist; expected a data file (.csv, .tsv, .jsonl or .parquet).");
        }
    }

    /// <summary>.csv, .tsv, .jsonl or .parquet: what the name ends in, without .gz.</summary>
    public static string Format(string path)
    {
        var name = Path.GetFileName(path).ToLowerInvariant();
        var compressed = name.EndsWith(".gz", StringComparison.Ordinal);
        var format = Path.GetExtension(compressed ? name[..^3] : name);
        return format switch
        {
            ".csv" or ".tsv" or ".jsonl" => format,
            ".ndjson" => ".jsonl",
            ".parquet" when !compressed => format,
            _ => throw new InvalidInputException(
                $"{path} ends in {(format.Length > 0 ? format : "no kind of file")}; expected .csv, .tsv, .jsonl or .parquet (the first three also with .gz)."),
        };
    }

    /// <summary>Opens a text file, decompressed if its name ends in .gz, after a look at its first bytes.</summary>
    public static Stream OpenText(string path)
    {
        using (var stream = OpenRaw(path))
        {
            Span<byte> start = stackalloc byte[SniffedBytes];
            start = start[..stream.ReadAtLeast(start, SniffedBytes, throwOnEndOfStream: false)];
            if (start.IsEmpty)
            {
                throw new InvalidInputException($"{path} is empty; expected at least one text.");
            }

            foreach (var (magic, kind) in ForeignKinds)
            {
                if (start.StartsWith(magic))
                {
                    throw new InvalidInputException($"{path} is {kind}; expected {Format(path)[1..].ToUpperInvariant()} text in UTF-8.");
                }
            }

            if (start.IndexOf((byte)0) is >= 0 and var place)
            {
                throw new InvalidInputException($"{path} is a binary file (its byte {place + 1} is 0); expected {Format(path)[1..].ToUpperInvariant()} text in UTF-8.");
            }
        }

        return OpenRaw(path);
    }

    /// <summary>Text from UTF-8.</summary>
    /// <param name="bytes">A record, or a part of one.</param>
    /// <param name="name">The file.</param>
    /// <param name="line">The line the record starts in.</param>
    /// <param name="offset">Where in the file the bytes start, from 0.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string name, long line, long offset)
    {
        CheckUtf8(bytes, name, line, offset);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <inheritdoc cref="Decode"/>
    public static void CheckUtf8(ReadOnlySpan<byte> bytes, string name, long line, long offset)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return;
        }

        var place = 0;
        while (Rune.DecodeFromUtf8(bytes[place..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
        {
            place += consumed;
        }

        throw new InvalidInputException(
            $"{name}, line {line + bytes[..place].Count((byte)'\n')}: the byte 0x{bytes[place]:X2} at offset {offset + place} is no valid UTF-8; save the file as UTF-8.");
    }

    private static Stream OpenRaw(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new CheckedGzipStream(file) : file;
    }
}
