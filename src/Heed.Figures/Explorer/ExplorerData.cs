using System.Text;
using System.Text.Json;
using Heed.Figures.Analysis;
using Heed.Figures.Drawing;

namespace Heed.Figures.Explorer;

/// <summary>
/// What the page's script reads, as JSON that may stand inside a script element: the writer escapes &lt;, &gt;, &amp;, quotes and
/// every character outside ASCII.
/// </summary>
internal static class ExplorerData
{
    public static string ToJson(IReadOnlyList<ExplainedText> examples)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WritePalette(json);
            json.WriteStartArray("examples");
            foreach (var example in examples)
            {
                Write(json, example);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WritePalette(Utf8JsonWriter json)
    {
        var steps = Enumerable.Range(0, ColorScale.Steps).Select(i => i / (ColorScale.Steps - 1.0)).ToArray();
        foreach (var (name, color) in new (string, Func<Paint, Rgb>)[] { ("light", paint => paint.Light), ("dark", paint => paint.Dark) })
        {
            json.WriteStartObject(name);
            WriteStrings(json, "colors", steps.Select(step => color(ColorScale.Sequential.At(step)).Hex));
            WriteStrings(json, "inks", steps.Select(step => color(ColorScale.Sequential.InkOn(step)).Hex));
            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, ExplainedText example)
    {
        var maps = example.Attention;
        json.WriteStartObject();
        json.WriteString("text", example.Text);
        json.WriteString("unread", WrittenWords.Unread(example));
        json.WriteString("truth", example.Truth);
        json.WriteBoolean("readsFirstToken", example.ReadOut == ReadOut.FirstToken);
        json.WriteStartArray("scores");
        foreach (var (label, score) in example.Scores)
        {
            json.WriteStartObject();
            json.WriteString("label", label);
            json.WriteNumber("score", Math.Round(score, 5));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteStrings(json, "tokens", maps.Tokens);
        WriteWords(json, example);
        json.WriteNumber("layers", maps.NumLayers);
        json.WriteNumber("heads", maps.NumHeads);
        json.WriteStartArray("entropies");
        foreach (var entropy in AttentionEntropy.PerHead(maps))
        {
            json.WriteNumberValue(Math.Round(entropy, 3));
        }

        json.WriteEndArray();
        PackedWeights.Of(maps.Weights).Write(json, "weights");
        PackedWeights.Of(AttentionRollout.Compute(maps)).Write(json, "rollout");
        json.WriteEndObject();
    }

    private static void WriteWords(Utf8JsonWriter json, ExplainedText example)
    {
        var groups = WordGroup.Of(example.Attention, SpecialTokens.Keep);
        json.WriteStartArray("words");
        for (var i = 0; i < groups.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("text", WrittenWords.Of(example, groups[i]));
            json.WriteNumber("first", groups[i].First);
            json.WriteNumber("count", groups[i].Count);
            json.WriteBoolean("special", groups[i].Word == AttentionMaps.Special);
            json.WriteBoolean("space", WrittenWords.SpaceBefore(example, groups, i));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
