using System.Text.Json;

namespace Heed.Pipelines.Data;

/// <summary>JSON lines: an object a line, with a string for the text and a string, number or boolean for the label. Empty lines are passed over.</summary>
internal static class JsonRows
{
    public static IEnumerable<Row> Read(ColumnRequest request)
    {
        using var stream = TextFile.OpenText(request.Path);
        var lines = new LineReader(stream, request.Path);
        while (lines.Read() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Parse(request, line, lines.LineNumber);
            }
        }
    }

    public static Row Parse(ColumnRequest request, string line, long number)
    {
        var place = $"{request.Path}, line {number}";
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new InvalidInputException($"{place}: found a JSON {Kind(root)}; expected an object a line, such as {{\"text\": ..., \"label\": ...}}.");
            }

            var text = Value(request, root, request.Columns.Text, place);
            if (text.ValueKind != JsonValueKind.String)
            {
                throw new InvalidInputException($"{place}: '{request.Columns.Text}' is a JSON {Kind(text)}; expected a string.");
            }

            return new Row(text.GetString()!, request.WithLabel ? Label(request, root, place) : null, number);
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException(
                $"{place}: no valid JSON at byte {exception.BytePositionInLine + 1}{(line.TrimStart().StartsWith('[') ? " (a file that is one array is no JSON lines)" : "")}; expected an object a line.",
                exception);
        }
        catch (InvalidOperationException exception)
        {
            // The one way for a string to fail: half of a surrogate pair, escaped.
            throw new InvalidInputException($"{place}: a string holds half a character (a lone surrogate); expected valid Unicode.", exception);
        }
    }

    private static string Label(ColumnRequest request, JsonElement root, string place)
    {
        var label = Value(request, root, request.Columns.Label, place);
        var name = label.ValueKind switch
        {
            JsonValueKind.String => label.GetString()!.Trim(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => label.TryGetInt64(out var integer) ? LabelNames.Of(integer) : LabelNames.Of(label.GetDouble()),
            _ => throw new InvalidInputException($"{place}: '{request.Columns.Label}' is a JSON {Kind(label)}; expected a string, a number or a boolean."),
        };
        return name.Length > 0 ? name : throw new InvalidInputException($"{place}: '{request.Columns.Label}' is empty; expected a label.");
    }

    private static JsonElement Value(ColumnRequest request, JsonElement root, string key, string place)
    {
        if (root.TryGetProperty(key, out var value))
        {
            return value;
        }

        var names = root.EnumerateObject().Select(property => property.Name).ToArray();
        throw (request with { Path = place }).Missing(key, names, "object");
    }

    private static string Kind(JsonElement element) => element.ValueKind.ToString().ToLowerInvariant();
}
