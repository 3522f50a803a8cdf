using System.Text;

namespace Heed.Pipelines.Data;

/// <summary>Texts from a person or another program: one a line, or JSON lines with the key <c>text</c>.</summary>
internal static class InputLines
{
    public static IEnumerable<string> Texts(IEnumerable<(string Line, long Number)> lines, string name)
    {
        var request = new ColumnRequest(name, new TextColumns(), WithLabel: false);
        bool? json = null;
        foreach (var (line, number) in lines)
        {
            var blank = string.IsNullOrWhiteSpace(line);
            if (!blank)
            {
                json ??= line.AsSpan().TrimStart().StartsWith('{');
            }

            if (json != true)
            {
                yield return line;
            }
            else if (!blank)
            {
                yield return JsonRows.Parse(request, line, number).Text;
            }
        }
    }

    public static IEnumerable<(string Line, long Number)> Split(Stream stream, string name)
    {
        var lines = new LineReader(stream, name);
        while (Guarded(lines.Read, name) is { } line)
        {
            yield return (line, lines.LineNumber);
        }
    }

    public static IEnumerable<(string Line, long Number)> Split(TextReader reader, string name)
    {
        var number = 0L;
        while (Guarded(() => ReadLine(reader, name, number + 1), name) is { } line)
        {
            number++;
            yield return (line, number);
        }
    }

    /// <summary>As <see cref="TextReader.ReadLine"/>, which would take a line of any length.</summary>
    private static string? ReadLine(TextReader reader, string name, long number)
    {
        var line = new StringBuilder();
        while (reader.Read() is >= 0 and var next)
        {
            if (next == '\n')
            {
                if (line.Length > 0 && line[^1] == '\r')
                {
                    line.Length--;
                }

                return line.ToString();
            }

            if (line.Length >= Limits.RecordBytes)
            {
                throw LineReader.TooLong(name, number);
            }

            line.Append((char)next);
        }

        return line.Length > 0 ? line.ToString() : null;
    }

    private static string? Guarded(Func<string?> read, string name)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or DecoderFallbackException)
        {
            throw new InvalidInputException($"Cannot read {name}: {exception.Message.TrimEnd('.')}.", exception);
        }
    }
}
