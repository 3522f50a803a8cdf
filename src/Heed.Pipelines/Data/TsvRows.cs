using System.Text;

namespace Heed.Pipelines.Data;

/// <summary>
/// Tab-separated values. Files of this kind come with quotes (spreadsheets, pandas) and without, where a quote is a
/// character of the text (SST-2, fastText), so a quote is special only where a field begins with it and it is closed
/// properly: by a quote before a tab or the end of a line, all quotes between being doubled. Where the closing quote is not in
/// the same line, the opening one is plain text if that line and the next have the right number of fields as they stand;
/// only otherwise does the field go on over line breaks. One bare quote thus never swallows the lines after it.
/// </summary>
internal static class TsvRows
{
    public static IEnumerable<Row> Read(ColumnRequest request)
    {
        using var stream = TextFile.OpenText(request.Path);
        var lines = new LookaheadLines(new LineReader(stream, request.Path));
        DelimitedColumns? columns = null;
        while (lines.Peek(0) is { } line)
        {
            if (line.Length == 0)
            {
                lines.Advance(1);
                continue;
            }

            var number = lines.Number;
            var fields = Split(lines, 0, overLines: false, out var open, out var taken);
            var expected = columns?.Count ?? fields.Count;
            if (open && !(fields.Count == expected && NextFits(lines, expected)))
            {
                var longer = Split(lines, 0, overLines: true, out _, out var longerTaken);
                if (longer.Count == expected)
                {
                    (fields, taken) = (longer, longerTaken);
                }
            }

            lines.Advance(taken);
            if (columns is null)
            {
                columns = new DelimitedColumns(request, fields);
                if (request.Columns.HasHeader)
                {
                    continue;
                }
            }

            columns.CheckCount(fields.Count, number, open ? "a quote that it opens is not closed properly" : "a field with tabs has to stand in quotes");
            yield return columns.Row(fields[columns.Text], columns.Label < 0 ? null : fields[columns.Label], number);
        }
    }

    private static bool NextFits(LookaheadLines lines, int expected) =>
        lines.Peek(1) is null || Split(lines, 1, overLines: false, out _, out _).Count == expected;

    /// <summary>The fields of the record that starts at a line.</summary>
    /// <param name="lines">The lines from the current one on.</param>
    /// <param name="from">The line, counted from the current one.</param>
    /// <param name="overLines">Whether quoted fields may go on in the next lines.</param>
    /// <param name="open">Whether a field began with a quote that was not closed.</param>
    /// <param name="taken">The lines that the record takes.</param>
    private static List<string> Split(LookaheadLines lines, int from, bool overLines, out bool open, out int taken)
    {
        var fields = new List<string>();
        var cursor = (Line: from, Place: 0);
        open = false;
        while (true)
        {
            var line = lines.Peek(cursor.Line)!;
            if (cursor.Place < line.Length && line[cursor.Place] == '"' && ReadQuoted(lines, ref cursor, overLines, ref open) is { } quoted)
            {
                fields.Add(quoted);
                line = lines.Peek(cursor.Line)!;
            }
            else
            {
                var tab = line.IndexOf('\t', cursor.Place);
                var end = tab < 0 ? line.Length : tab;
                fields.Add(line[cursor.Place..end]);
                cursor.Place = end;
            }

            if (cursor.Place == line.Length)
            {
                taken = cursor.Line - from + 1;
                return fields;
            }

            cursor.Place++;
        }
    }

    /// <summary>Reads a field from its opening quote and puts the cursor behind the closing one; null, and nothing moved, if there is none.</summary>
    private static string? ReadQuoted(LookaheadLines lines, ref (int Line, int Place) cursor, bool overLines, ref bool open)
    {
        var field = new StringBuilder();
        var (number, place) = (cursor.Line, cursor.Place + 1);
        for (var line = lines.Peek(number)!; ; place++)
        {
            if (place == line.Length)
            {
                field.Append('\n');
                if (!overLines || field.Length > Limits.RecordBytes || lines.Peek(number + 1) is not { } next)
                {
                    open = true;
                    return null;
                }

                (number, place, line) = (number + 1, -1, next);
            }
            else if (line[place] != '"')
            {
                field.Append(line[place]);
            }
            else if (place + 1 == line.Length || line[place + 1] == '\t')
            {
                cursor = (number, place + 1);
                return field.ToString();
            }
            else if (line[place + 1] == '"')
            {
                field.Append('"');
                place++;
            }
            else
            {
                return null;
            }
        }
    }

    /// <summary>Lines that can be looked at before they are taken.</summary>
    private sealed class LookaheadLines(LineReader reader)
    {
        private readonly List<string> ahead = [];
        private int taken;

        /// <summary>The number of the current line in the file, from 1.</summary>
        public long Number { get; private set; } = 1;

        /// <summary>The line so many after the current one, or null past the end.</summary>
        public string? Peek(int distance)
        {
            while (ahead.Count - taken <= distance)
            {
                if (reader.Read() is not { } line)
                {
                    return null;
                }

                ahead.Add(line);
            }

            return ahead[taken + distance];
        }

        public void Advance(int count)
        {
            taken += count;
            Number += count;
            if (2 * taken > ahead.Count)
            {
                ahead.RemoveRange(0, taken);
                taken = 0;
            }
        }
    }
}
