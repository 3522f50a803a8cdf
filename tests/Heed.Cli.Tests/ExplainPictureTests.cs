using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Heed.Cli.Tests;

public sealed class ExplainPictureTests(PictureModel model, TrainedModel texts) : IClassFixture<PictureModel>
{
    [Fact]
    public void The_page_needs_no_other_file_and_the_pictures_name_stays_text()
    {
        using var folder = new TemporaryFolder();
        Explain("--output", folder.File("e.html")).Succeeded();

        var page = File.ReadAllText(folder.File("e.html"));
        Assert.StartsWith("<!", page);
        Assert.DoesNotContain("<b>.png", page);
        Assert.Contains("bar &lt;b&gt;.png", page);
        Assert.DoesNotContain("src=\"http", page);
        Assert.Contains("deletion: low is good", page);
        Assert.Contains("what the stem makes of its pixels", page);
    }

    [Fact]
    public void The_picture_shows_every_method_head_and_curve_and_how_it_becomes_tokens()
    {
        using var folder = new TemporaryFolder();
        Explain("--output", folder.File("e.svg")).Succeeded();

        var texts = Texts(folder.File("e.svg"));
        foreach (var expected in (string[])["attention", "pooling", "rollout", "gradient rollout", "relevance", "layer 2", "head 2", "insertion: high is good", "logit"])
        {
            Assert.Contains(expected, texts);
        }
    }

    [Theory]
    [InlineData("overlay", "no relevance", "logit")]
    [InlineData("methods", "gradient rollout", "layer 1")]
    [InlineData("heads", "layer 1", "gradient rollout")]
    [InlineData("tokens", "logit", "no relevance")]
    public void A_part_of_it_is_shown_alone(string part, string there, string absent)
    {
        using var folder = new TemporaryFolder();
        Explain("--show", part, "--by-patch", "--output", folder.File("e.svg")).Succeeded();

        var texts = Texts(folder.File("e.svg"));
        Assert.Contains(there, texts);
        Assert.DoesNotContain(absent, texts);
    }

    [Fact]
    public void One_layer_is_shown_alone()
    {
        using var folder = new TemporaryFolder();
        Explain("--show", "heads", "--layer", "2", "--output", folder.File("e.svg")).Succeeded();

        Assert.Equal(["layer 2"], Texts(folder.File("e.svg")).Where(text => text.StartsWith("layer", StringComparison.Ordinal)));
    }

    [Fact]
    public void Pixels_are_as_many_as_the_drawing_has_twice()
    {
        using var folder = new TemporaryFolder();
        Explain("--show", "overlay", "--output", folder.File("e.svg")).Succeeded();
        Explain("--show", "overlay", "--output", folder.File("e.png")).Succeeded();

        var png = File.ReadAllBytes(folder.File("e.png"));
        var width = double.Parse(XDocument.Load(folder.File("e.svg")).Root!.Attribute("width")!.Value, CultureInfo.InvariantCulture);
        Assert.Equal("\u0089PNG", Encoding.Latin1.GetString(png, 0, 4));
        Assert.Equal(2 * width, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
    }

    [Fact]
    public void The_numbers_are_maps_that_sum_to_1_and_scores_against_chance()
    {
        using var folder = new TemporaryFolder();
        var printed = Explain("--output", folder.File("e.json"), "--json").Succeeded().Output;

        Assert.Equal(File.ReadAllText(folder.File("e.json")), printed);
        var json = JsonDocument.Parse(printed).RootElement;
        var (rows, columns, tokens) = (json.GetProperty("rows").GetInt32(), json.GetProperty("columns").GetInt32(), json.GetProperty("tokens").GetInt32());
        Assert.Equal(rows * columns, tokens);
        Assert.Equal("standing", json.GetProperty("label").GetString());
        Assert.Equal(["attention", "pooling", "rollout", "gradient-rollout", "relevance"], json.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("method").GetString()));
        Assert.All(json.GetProperty("methods").EnumerateArray(), method =>
        {
            var values = method.GetProperty("values").EnumerateArray().ToArray();
            Assert.Equal((rows, columns), (values.Length, values[0].GetArrayLength()));
            Assert.InRange(values.Sum(row => row.EnumerateArray().Sum(value => value.GetDouble())), -1e-4, 1.0001);
            Assert.InRange(method.GetProperty("deletion").GetDouble(), 0, 1);
            Assert.InRange(method.GetProperty("random").GetDouble(), 0, 1);
            var (shares, random) = (Numbers(method, "shares"), Numbers(method, "randomAreas"));
            Assert.Equal((0, 1), (shares[0], shares[^1]));
            Assert.Equal((shares.Length, shares.Length), (Numbers(method, "deletionCurve").Length, Numbers(method, "insertionCurve").Length));
            Assert.Equal(method.GetProperty("random").GetDouble(), random.Average(), 1e-6);
            Assert.Equal(
                method.GetProperty("deletion").GetDouble() < random.Min() && method.GetProperty("insertion").GetDouble() > random.Max(),
                method.GetProperty("beatsRandom").GetBoolean());
        });
        Assert.All(json.GetProperty("attention").EnumerateArray().SelectMany(layer => layer.EnumerateArray()).SelectMany(head => head.EnumerateArray()), row =>
            Assert.Equal(1, row.EnumerateArray().Sum(weight => weight.GetDouble()), 1e-4));
    }

    private static double[] Numbers(JsonElement method, string name) => [.. method.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    [Fact]
    public void Without_a_terminal_the_map_is_shades_and_the_scores_stand_below()
    {
        var output = Explain("--method", "rollout").Succeeded().Output;

        Assert.Contains("What \"standing\" rests on by rollout", output);
        Assert.Contains("██", output);
        Assert.Contains("gradient rollout", output);
        Assert.Contains("deletion  insertion  random", output);
    }

    [Fact]
    public void Untested_maps_have_no_scores() => Assert.DoesNotContain("deletion", Explain("--untested").Succeeded().Output);

    [Fact]
    public void Another_label_than_the_predicted_one_is_explained_where_that_is_asked_for() =>
        Assert.Contains("What \"lying\" rests on", Explain("--target", "lying").Succeeded().Output);

    [Theory]
    [InlineData("has no label \"sitting\"", "--target", "sitting")]
    [InlineData("--layer: found 3, expected 1 to 2", "--layer", "3")]
    [InlineData("expected a name that ends in .html, .svg, .png or .json", "--output", "e.gif")]
    public void What_the_model_does_not_have_is_refused(string reason, params string[] options) => Assert.Contains(reason, Explain(options).Refusal());

    [Theory]
    [InlineData("--show", "everything", "expected one of all, overlay, methods, heads, tokens")]
    [InlineData("--method", "magic", "expected one of attention, pooling, rollout, gradient-rollout, relevance")]
    public void A_word_that_is_none_of_an_options_is_refused_with_those_that_are(string option, string word, string reason)
    {
        var result = Explain(option, word);

        Assert.Equal(2, result.Code);
        Assert.Contains(reason, result.Error);
    }

    [Fact]
    public void What_is_no_picture_is_refused_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("text.jpg"), "no picture");
        File.WriteAllText(folder.File("empty.png"), "");
        File.WriteAllBytes(folder.File("cut.png"), File.ReadAllBytes(model.Picture)[..200]);

        Assert.Contains("is no picture", Tool.Run("explain", "--model", model.Path, folder.File("text.jpg"), "--output", folder.File("e.html")).Refusal());
        Assert.Contains("is empty", Tool.Run("explain", "--model", model.Path, folder.File("empty.png")).Refusal());
        Assert.Contains("cut.png", Tool.Run("explain", "--model", model.Path, folder.File("cut.png")).Refusal());
        Assert.Contains("is a folder", Tool.Run("explain", "--model", model.Path, folder.Path).Refusal());
        Assert.Contains("There is no file", Tool.Run("explain", "--model", model.Path, folder.File("none.png")).Refusal());
        Assert.False(File.Exists(folder.File("e.html")));
    }

    [Fact]
    public void Options_of_pictures_are_refused_for_a_model_of_texts() =>
        Assert.Contains("--by-patch is for models of pictures", Tool.Run("explain", "--model", texts.Path, "a text", "--by-patch").Refusal());

    private ToolResult Explain(params string[] options) => Tool.Run(["explain", "--model", model.Path, model.Picture, .. options]);

    private static List<string> Texts(string path) =>
        [.. XDocument.Load(path).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
}
