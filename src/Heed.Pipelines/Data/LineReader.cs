namespace Heed.Pipelines.Data;

/// <summary>The lines of a UTF-8 stream as they come, decoded with distrust: one too long or not UTF-8 is refused with its number.</summary>
internal sealed class LineReader(Stream stream, string name)
{
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int filled;
    private long bufferOffset;
    private bool ended;

    /// <summary>The number of the last line read, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>The next line without its line break, or null at the end.</summary>
    public string? Read()
    {
        var searched = start;
        while (true)
        {
            var end = buffer.AsSpan(searched, filled - searched).IndexOf((byte)'\n');
            if (end >= 0)
            {
                return Take(searched + end, searched + end + 1);
            }

            if (filled - start > Limits.RecordBytes)
            {
                throw TooLong(name, LineNumber + 1);
            }

            if (ended)
            {
                return filled > start ? Take(filled, filled) : null;
            }

            searched = filled - start;
            Fill();
        }
    }

    public static InvalidInputException TooLong(string name, long line) =>
        new($"{name}, line {line} is longer than {Limits.RecordBytes:N0} bytes; expected a text.");

    private string Take(int end, int next)
    {
        LineNumber++;
        var line = buffer.AsSpan(start, end - start);
        var offset = bufferOffset + start;
        if (offset == 0 && line.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
            offset = 3;
        }

        if (line.Length > Limits.RecordBytes)
        {
            throw TooLong(name, LineNumber);
        }

        var text = TextFile.Decode(line.EndsWith("\r"u8) ? line[..^1] : line, name, LineNumber, offset);
        start = next;
        return text;
    }

    private void Fill()
    {
        buffer.AsSpan(start, filled - start).CopyTo(buffer);
        bufferOffset += start;
        filled -= start;
        start = 0;
        if (filled == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var read = stream.Read(buffer, filled, buffer.Length - filled);
        filled += read;
        ended = read == 0;
    }
}
