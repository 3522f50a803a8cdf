namespace Heed.Pipelines.Data;

/// <summary>
/// Reads labelled texts from .csv, .tsv, .jsonl and .parquet files, and .csv.gz, .tsv.gz and .jsonl.gz. All of them stream:
/// a file of any size needs the memory of one record (of one row group in Parquet). Text is UTF-8, with or without byte order mark.
/// </summary>
public static class TextData
{
    /// <summary>Reads examples one by one. Labels may be numbers or booleans in JSON and Parquet; they are named 1, 0.5, true.</summary>
    /// <param name="path">The file; its ending says what it is.</param>
    /// <param name="columns">The columns that hold text and label, if not those of the same names.</param>
    /// <exception cref="InvalidInputException">The file cannot be read, or a record is not as it should be; thrown at the call or when that record is reached.</exception>
    public static IEnumerable<TextExample> Read(string path, TextColumns? columns = null) =>
        Rows(path, columns, withLabel: true).Select(row => new TextExample(row.Text, row.Label!, row.Line));

    /// <summary>Reads texts one by one; a label column need not exist.</summary>
    /// <inheritdoc cref="Read"/>
    public static IEnumerable<string> ReadTexts(string path, TextColumns? columns = null) =>
        Rows(path, columns, withLabel: false).Select(row => row.Text);

    /// <summary>
    /// Reads texts as they come, one a line; an empty line is an empty text. Where the first line that is not empty is a JSON
    /// object, every line is one, and its key <c>text</c> holds the text.
    /// </summary>
    /// <param name="reader">The lines; read no further than needed, so that a person may type them.</param>
    /// <param name="name">What messages call it, such as "standard input".</param>
    /// <exception cref="InvalidInputException">A line is too long, is no UTF-8, or no object with a text where that is due.</exception>
    public static IEnumerable<string> ReadLines(TextReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return InputLines.Texts(InputLines.Split(reader, name), name);
    }

    /// <param name="stream">UTF-8 text, with or without byte order mark.</param>
    /// <param name="name">What messages call it, such as "standard input".</param>
    /// <inheritdoc cref="ReadLines(TextReader, string)"/>
    public static IEnumerable<string> ReadLines(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return InputLines.Texts(InputLines.Split(stream, name), name);
    }

    private static IEnumerable<Row> Rows(string path, TextColumns? columns, bool withLabel)
    {
        ArgumentNullException.ThrowIfNull(path);
        var request = new ColumnRequest(path, columns ?? new TextColumns(), withLabel);
        TextFile.CheckExists(path);
        Func<IEnumerable<Row>> read = TextFile.Format(path) switch
        {
            ".csv" => () => CsvRows.Read(request),
            ".tsv" => () => TsvRows.Read(request),
            ".jsonl" => () => JsonRows.Read(request),
            _ => () => ParquetRows.Read(request),
        };
        return Guarded(path, read);
    }

    /// <summary>The rows, with the troubles of the file system in words and at least one row.</summary>
    private static IEnumerable<Row> Guarded(string path, Func<IEnumerable<Row>> read)
    {
        using var rows = read().GetEnumerator();
        var any = false;
        while (true)
        {
            try
            {
                if (!rows.MoveNext())
                {
                    break;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                throw new InvalidInputException($"Cannot read {path}: {exception.Message.TrimEnd('.')}.", exception);
            }

            any = true;
            yield return rows.Current;
        }

        if (!any)
        {
            throw new InvalidInputException($"{path} has no rows; expected at least one text.");
        }
    }
}
