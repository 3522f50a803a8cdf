using CsvHelper;

namespace Heed.Pipelines.Data;

/// <summary>
/// Comma-separated values by RFC 4180: a field that begins with a quote may hold commas, line breaks and doubled quotes. A
/// quote inside a field that does not begin with one is a character like any other.
/// </summary>
internal static class CsvRows
{
    public static IEnumerable<Row> Read(ColumnRequest request)
    {
        var path = request.Path;
        var malformed = false;
        using var csv = CsvReader.Create(TextFile.OpenText(path), CsvReaderOptions.Default with
        {
            Separator = ',',
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = Limits.RecordBytes,
            OnMalformedRecord = _ => malformed = true,
        });
        DelimitedColumns? columns = null;
        while (Next(csv, path))
        {
            if (malformed)
            {
                malformed = false;
                CheckQuotes(csv, path);
            }

            if (columns is null)
            {
                columns = new DelimitedColumns(request, [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]);
                if (request.Columns.HasHeader)
                {
                    continue;
                }
            }

            columns.CheckCount(csv.FieldCount, csv.LineNumber, "a field with commas has to stand in quotes");
            yield return columns.Row(csv.GetString(columns.Text), columns.Label < 0 ? null : csv.GetString(columns.Label), csv.LineNumber);
        }
    }

    private static bool Next(CsvReader csv, string path)
    {
        try
        {
            if (!csv.Read())
            {
                return false;
            }
        }
        catch (CsvFormatException exception)
        {
            // Malformed quotes are recovered from, so this is a record beyond the limit.
            throw TooLong(path, exception.LineNumber);
        }

        if (csv.RawRecord.Length > Limits.RecordBytes)
        {
            throw TooLong(path, csv.LineNumber);
        }

        TextFile.CheckUtf8(csv.RawRecord, path, csv.LineNumber, csv.ByteOffset);
        return true;
    }

    private static InvalidInputException TooLong(string path, long line) => new(
        $"{path}: the record that begins in line {line} is longer than {Limits.RecordBytes:N0} bytes; expected a text (or a quote that it opens is never closed).");

    /// <summary>Lets quotes inside unquoted fields be, and refuses a quoted field that does not end with its closing quote.</summary>
    private static void CheckQuotes(CsvReader csv, string path)
    {
        for (var field = 0; field < csv.FieldCount; field++)
        {
            var raw = csv.GetRawSpan(field);
            if (raw.IsEmpty || raw[0] != '"')
            {
                continue;
            }

            var place = 1;
            while (place < raw.Length && (raw[place] != '"' || (place + 1 < raw.Length && raw[place + 1] == '"')))
            {
                place += raw[place] == '"' ? 2 : 1;
            }

            if (place >= raw.Length)
            {
                throw new InvalidInputException($"{path}: a quote is opened in the record that begins in line {csv.LineNumber} and never closed.");
            }

            if (place + 1 < raw.Length)
            {
                throw new InvalidInputException(
                    $"{path}, line {csv.LineNumber}: field {field + 1} goes on after its closing quote; a quote inside a quoted field has to be doubled.");
            }
        }
    }
}
