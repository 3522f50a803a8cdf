using System.Text;
using System.Text.Json;
using Heed.Figures.Explorer;

namespace Heed.Figures.Vision;

/// <summary>What the page's script reads, as JSON that may stand inside a script element.</summary>
internal static class ImagePageData
{
    private const int MostPixels = 720;
    private const int MostLabels = 8;

    public static string ToJson(ExplainedImage image)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WritePictures(json, image);
            json.WriteNumber("rows", image.GridRows);
            json.WriteNumber("columns", image.GridColumns);
            Write(json, "rowCells", image.Cells.Rows);
            Write(json, "columnCells", image.Cells.Columns);
            json.WriteNumber("layers", image.NumLayers);
            json.WriteNumber("heads", image.NumHeads);
            WriteNumbers(json, "readOut", image.ReadOut);
            json.WriteString("reader", image.Reader);
            json.WriteString("explained", image.Explained);
            json.WriteString("truth", image.Truth);
            WriteScores(json, image);
            json.WriteNumber("best", image.MostTrusted is { } best ? image.Methods.ToList().IndexOf(best) : -1);
            json.WriteStartArray("methods");
            foreach (var method in image.Methods)
            {
                Write(json, method, image.Explained);
            }

            json.WriteEndArray();
            PackedWeights.Of(image.Weights.Span).Write(json, "weights");
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WritePictures(Utf8JsonWriter json, ExplainedImage image)
    {
        var shown = PictureSize.AtMost(image.Shown, MostPixels);
        json.WriteString("shown", DataUri(shown));
        json.WriteString("greyed", DataUri(OverlayColors.Greyed(shown)));
        json.WriteString("seen", DataUri(PictureSize.AtMost(image.Seen, MostPixels)));
        WriteNumbers(json, "size", [image.Shown.Width, image.Shown.Height]);
        WriteNumbers(json, "seenSize", [image.Seen.Width, image.Seen.Height]);
        json.WriteBase64String("veils", OverlayColors.Table);
        json.WriteString("middle", OverlayColors.Middle.Hex);
    }

    private static void WriteScores(Utf8JsonWriter json, ExplainedImage image)
    {
        json.WriteStartArray("scores");
        foreach (var (label, score) in image.Scores.Take(MostLabels))
        {
            json.WriteStartObject();
            json.WriteString("label", label);
            json.WriteNumber("score", Math.Round(score, 5));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("moreLabels", Math.Max(0, image.Scores.Count - MostLabels));
        json.WriteNumber("moreScore", Math.Round(image.Scores.Skip(MostLabels).Sum(score => score.Score), 5));
    }

    private static void Write(Utf8JsonWriter json, RelevanceMap method, string label)
    {
        var largest = PatchValues.Largest([.. method.Values]);
        json.WriteStartObject();
        json.WriteString("name", method.Name);
        json.WriteString("explanation", method.Explanation);
        WriteNumbers(json, "places", method.Values.Select(value => value / largest));
        json.WriteString("verdict", TrustWords.VerdictOf(method.Trust).ToString().ToLowerInvariant());
        json.WriteString("short", TrustWords.Short(method.Trust));
        json.WriteString("sentence", TrustWords.Sentence(method.Trust, label));
        json.WriteStartArray("tests");
        if (method.Trust is { } trust)
        {
            json.WriteStringValue(TrustWords.Deletion(trust));
            json.WriteStringValue(TrustWords.Insertion(trust));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, PatchAxis axis)
    {
        json.WriteStartObject(name);
        WriteShares("centres", axis.Centres);
        WriteShares("edges", axis.Edges);
        json.WriteEndObject();

        void WriteShares(string part, IReadOnlyList<double> shares)
        {
            json.WriteStartArray(part);
            foreach (var share in shares)
            {
                json.WriteNumberValue(share);
            }

            json.WriteEndArray();
        }
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<float> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteNumberValue(Math.Round(value, 5));
        }

        json.WriteEndArray();
    }

    private static string DataUri(PixelImage image) => $"data:image/png;base64,{Convert.ToBase64String(image.ToPng())}";
}
