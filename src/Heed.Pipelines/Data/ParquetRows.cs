using System.Text;
using Parquet;
using Parquet.Schema;

namespace Heed.Pipelines.Data;

/// <summary>
/// Apache Parquet, a row group at a time.
/// </summary>
internal static class ParquetRows
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IEnumerable<Row> Read(ColumnRequest request)
    {
        var path = request.Path;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var (reader, fields) = Guarded(path, () =>
        {
            ParquetGuard.CheckFrame(path, stream);
            var opened = ParquetReader.CreateAsync(stream).GetAwaiter().GetResult();
            ParquetGuard.CheckSchema(opened.Metadata?.Schema ?? []);
            return (opened, opened.Schema.Fields);
        });
        var (textIndex, labelIndex) = request.Locate([.. fields.Select(field => field.Name)], "schema");
        var text = Flat(path, fields[textIndex]);
        var label = labelIndex < 0 ? null : Flat(path, fields[labelIndex]);
        if (!IsString(text) && !IsBytes(text))
        {
            throw new InvalidInputException($"{path}: the column '{text.Name}' is of type {text.ClrType.Name}; expected strings.");
        }

        var row = 0L;
        for (var index = 0; index < reader.RowGroupCount; index++)
        {
            using var group = Guarded(path, () => reader.OpenRowGroupReader(index));
            var texts = Guarded(path, () => ReadColumn(path, stream, group, text));
            var labels = label is null ? null : Guarded(path, () => ReadColumn(path, stream, group, label));
            for (var place = 0; place < texts.Length; place++)
            {
                row++;
                yield return new Row(
                    Value(texts[place], text, path, row),
                    labels is null ? null : Label(labels[place], label!, path, row),
                    row);
            }
        }
    }

    private static DataField Flat(string path, Field field) =>
        field is DataField { IsArray: false, MaxRepetitionLevel: 0 } data
            ? data
            : throw new InvalidInputException($"{path}: the column '{field.Name}' is nested ({field.SchemaType}); expected a plain value a row.");

    private static string?[] ReadColumn(string path, FileStream stream, ParquetRowGroupReader group, DataField field)
    {
        ParquetGuard.CheckColumn(stream, group.RowCount, group.GetMetadata(field)?.MetaData);
        if (IsString(field))
        {
            var strings = new string?[group.RowCount];
            group.ReadAsync(field, strings.AsMemory()).AsTask().GetAwaiter().GetResult();
            return strings;
        }

        if (IsBytes(field))
        {
            var bytes = new byte[]?[group.RowCount];
            group.ReadAsync(field, bytes.AsMemory()).AsTask().GetAwaiter().GetResult();
            return [.. bytes.Select(value => value is null ? null : StrictUtf8.GetString(value))];
        }

        return field.ClrType switch
        {
            var type when type == typeof(bool) => ReadValues<bool>(group, field),
            var type when type == typeof(sbyte) => ReadValues<sbyte>(group, field),
            var type when type == typeof(byte) => ReadValues<byte>(group, field),
            var type when type == typeof(short) => ReadValues<short>(group, field),
            var type when type == typeof(ushort) => ReadValues<ushort>(group, field),
            var type when type == typeof(int) => ReadValues<int>(group, field),
            var type when type == typeof(uint) => ReadValues<uint>(group, field),
            var type when type == typeof(long) => ReadValues<long>(group, field),
            var type when type == typeof(ulong) => ReadValues<ulong>(group, field),
            var type when type == typeof(float) => ReadValues<float>(group, field),
            var type when type == typeof(double) => ReadValues<double>(group, field),
            var type when type == typeof(decimal) => ReadValues<decimal>(group, field),
            _ => throw new InvalidInputException($"{path}: the column '{field.Name}' is of type {field.ClrType.Name}; expected strings, numbers or booleans."),
        };
    }

    private static string?[] ReadValues<T>(ParquetRowGroupReader group, DataField field)
        where T : struct
    {
        var values = new T?[group.RowCount];
        group.ReadAsync(field, values.AsMemory()).AsTask().GetAwaiter().GetResult();
        return [.. values.Select(value => value is { } known ? LabelNames.Of(known) : null)];
    }

    private static string Value(string? value, DataField field, string path, long row)
    {
        if (value is null)
        {
            throw new InvalidInputException($"{path}, row {row}: '{field.Name}' is null; expected a value.");
        }

        return value.Length <= Limits.RecordBytes
            ? value
            : throw new InvalidInputException($"{path}, row {row}: '{field.Name}' is longer than {Limits.RecordBytes:N0} characters; expected a text.");
    }

    private static string Label(string? value, DataField field, string path, long row) =>
        Value(value, field, path, row).Trim() is { Length: > 0 } label
            ? label
            : throw new InvalidInputException($"{path}, row {row}: '{field.Name}' is empty; expected a label.");

    private static bool IsString(DataField field) => field.ClrType == typeof(ReadOnlyMemory<char>) || field.ClrType == typeof(string);

    private static bool IsBytes(DataField field) => field.ClrType == typeof(ReadOnlyMemory<byte>) || field.ClrType == typeof(byte[]);

    /// <summary>The library answers damage with exceptions of all kinds, down to null references.</summary>
    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not InvalidInputException)
        {
            throw new InvalidInputException($"{path} is damaged or of a form of Parquet that cannot be read here: {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", exception);
        }
    }
}
