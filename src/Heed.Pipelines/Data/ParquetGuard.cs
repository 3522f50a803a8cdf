using Parquet.Meta;

namespace Heed.Pipelines.Data;

/// <summary>
/// Holds what a Parquet file claims about itself against its bytes before a library believes it: counts in the footer, the depth of the
/// schema, the rows of a group, the pages of a column and their sizes.
/// </summary>
internal static class ParquetGuard
{
    private const int FooterBytes = 8;
    private const int MaxSchemaDepth = 32;

    /// <summary>A page of this size is common; a larger one has to be explained by what it was compressed to.</summary>
    private const long CommonPageBytes = 64 << 20;

    /// <summary>Far above what text is ever compressed by.</summary>
    private const long CompressionRatio = 2000;

    /// <summary>Rows that any file may claim for a group, and more for each of its bytes.</summary>
    private const long AnyRows = 1_000_000, RowsPerByte = 8;

    /// <summary>A page header with the statistics that some writers put into it.</summary>
    private const int MaxHeaderBytes = 1 << 24;

    /// <summary>Checks that the file begins and ends as a Parquet file and that its footer can be read to its end.</summary>
    public static void CheckFrame(string path, FileStream stream)
    {
        Span<byte> frame = stackalloc byte[FooterBytes];
        if (stream.ReadAtLeast(frame, 4, throwOnEndOfStream: false) < 4 || !frame.StartsWith("PAR1"u8))
        {
            throw new InvalidInputException(
                stream.Length == 0 ? $"{path} is empty; expected a Parquet file." : $"{path} is no Parquet file: it does not begin with PAR1.");
        }

        if (stream.Length >= 4 + FooterBytes)
        {
            stream.Seek(-FooterBytes, SeekOrigin.End);
            stream.ReadExactly(frame);
            var length = BitConverter.ToUInt32(frame);
            if (frame.EndsWith("PAR1"u8) && length <= stream.Length - 4 - FooterBytes)
            {
                var footer = new byte[length];
                stream.Seek(-FooterBytes - length, SeekOrigin.End);
                stream.ReadExactly(footer);
                new ThriftReader(footer).Struct(ParquetLayout.FileMetaData);
                stream.Position = 0;
                return;
            }
        }

        throw new InvalidInputException($"{path} is cut off: a Parquet file ends with its footer and PAR1.");
    }

    /// <summary>Checks that the tree of the schema, which is listed in depth-first order with numbers of children, is whole and not deep.</summary>
    public static void CheckSchema(IReadOnlyList<SchemaElement> elements)
    {
        var open = new Stack<int>();
        for (var index = 0; index < elements.Count; index++)
        {
            while (open.TryPop(out var left) && left > 0)
            {
                open.Push(left - 1);
                break;
            }

            if (index > 0 && open.Count == 0)
            {
                throw new InvalidDataException("the schema has elements outside of its tree");
            }

            if (elements[index].NumChildren is > 0 and var children)
            {
                open.Push(children);
            }

            if (open.Count > MaxSchemaDepth)
            {
                throw new InvalidDataException("the schema is nested too deeply");
            }
        }
    }

    /// <summary>Checks a column of a row group page by page.</summary>
    public static void CheckColumn(FileStream stream, long rows, ColumnMetaData? column)
    {
        if (rows < 0 || rows > AnyRows + RowsPerByte * stream.Length)
        {
            throw new InvalidDataException($"a row group claims {rows} rows");
        }

        if (column is null || column.NumValues != rows)
        {
            throw new InvalidDataException("a column has another number of values than its row group has rows");
        }

        var position = column.DictionaryPageOffset is > 0 and var dictionary ? Math.Min(dictionary, column.DataPageOffset) : column.DataPageOffset;
        var values = 0L;
        while (values < column.NumValues)
        {
            var (header, length) = ReadHeader(stream, position);
            var uncompressed = header.GetValueOrDefault((0, 2), -1);
            var compressed = header.GetValueOrDefault((0, 3), -1);
            position += length + compressed;
            if (compressed < 0 || position > stream.Length || uncompressed < 0 || uncompressed > CommonPageBytes + CompressionRatio * compressed)
            {
                throw new InvalidDataException("a page is larger than the file or its compression allow");
            }

            // The number of values: data_page_header.num_values, or that of the second version; a dictionary's are no rows.
            var count = header.GetValueOrDefault((5, 1)) + header.GetValueOrDefault((8, 1));
            var entries = header.GetValueOrDefault((7, 1));
            values += count;
            if (count < 0 || values > column.NumValues || entries < 0 || entries > AnyRows + RowsPerByte * uncompressed)
            {
                throw new InvalidDataException("the pages of a column do not have as many values as the column");
            }
        }
    }

    private static (Dictionary<(int Parent, int Field), long> Header, int Length) ReadHeader(FileStream stream, long position)
    {
        if (position < 4 || position >= stream.Length)
        {
            throw new InvalidDataException("a page lies outside of the file");
        }

        for (var window = 1 << 10; ; window *= 8)
        {
            var bytes = new byte[Math.Min(window, stream.Length - position)];
            stream.Position = position;
            stream.ReadExactly(bytes);
            try
            {
                var reader = new ThriftReader(bytes);
                reader.Struct(ParquetLayout.PageHeader);
                return (reader.Integers, reader.Position);
            }
            catch (EndOfStreamException) when (window < MaxHeaderBytes && bytes.Length == window)
            {
                // The header is longer than the window.
            }
        }
    }
}
