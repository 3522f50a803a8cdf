using Parquet;
using Parquet.Schema;

namespace Heed.Pipelines.Tests.Data;

/// <summary>Writes small Parquet files.</summary>
internal static class ParquetSample
{
    /// <summary>A file of texts and labels, so many rows a group.</summary>
    public static void Write(string path, IReadOnlyList<string?> texts, IReadOnlyList<string?> labels, int groupRows = int.MaxValue)
    {
        var text = new DataField<string>("text");
        var label = new DataField<string>("label");
        Write(path, new ParquetSchema(text, label), async writer =>
        {
            for (var start = 0; start < texts.Count; start += groupRows)
            {
                var end = (int)Math.Min(texts.Count, (long)start + groupRows);
                using var group = writer.CreateRowGroup();
                await group.WriteAsync(text, texts.Take(start..end).ToArray());
                await group.WriteAsync(label, labels.Take(start..end).ToArray());
                if (groupRows == int.MaxValue)
                {
                    break;
                }
            }
        });
    }

    /// <summary>A file of texts and labels of any type of value.</summary>
    public static void Write<T>(string path, IReadOnlyList<string?> texts, T?[] labels)
        where T : struct
    {
        var text = new DataField<string>("text");
        var label = new DataField("label", typeof(T), isNullable: true);
        Write(path, new ParquetSchema(text, label), async writer =>
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(text, texts.ToArray());
            await group.WriteAsync<T>(label, (ReadOnlyMemory<T?>)labels, null);
        });
    }

    public static void Write(string path, ParquetSchema schema, Func<ParquetWriter, Task> write)
    {
        using var file = File.Create(path);
        WriteAsync().GetAwaiter().GetResult();

        async Task WriteAsync()
        {
            await using var writer = await ParquetWriter.CreateAsync(schema, file);
            await write(writer);
        }
    }
}
