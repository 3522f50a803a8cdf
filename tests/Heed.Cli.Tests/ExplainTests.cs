using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Heed.Cli.Tests;

public sealed class ExplainTests(TrainedModel model)
{
    private const string Text = "the film was great, <b>really</b> great";

    [Fact]
    public void The_page_needs_no_other_file_and_holds_the_text()
    {
        using var folder = new TemporaryFolder();
        Explain(folder.File("e.html")).Succeeded();

        var page = File.ReadAllText(folder.File("e.html"));
        Assert.StartsWith("<!", page);
        Assert.DoesNotContain("src=\"http", page);
        Assert.DoesNotContain("<b>really", page);
        Assert.Contains("<svg", page);
    }

    [Fact]
    public void The_picture_shows_the_words_and_every_layer_and_head()
    {
        using var folder = new TemporaryFolder();
        Explain(folder.File("e.svg")).Succeeded();

        var texts = XDocument.Load(folder.File("e.svg")).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToList();
        foreach (var expected in (string[])["film", "great", "layer 1", "layer 2"])
        {
            Assert.Contains(expected, texts);
        }
    }

    [Fact]
    public void The_picture_may_be_pixels_as_large_as_the_drawing_twice()
    {
        using var folder = new TemporaryFolder();
        Explain(folder.File("e.svg")).Succeeded();
        Explain(folder.File("e.png")).Succeeded();

        var png = File.ReadAllBytes(folder.File("e.png"));
        var width = double.Parse(XDocument.Load(folder.File("e.svg")).Root!.Attribute("width")!.Value, CultureInfo.InvariantCulture);
        Assert.Equal("\u0089PNG", Encoding.Latin1.GetString(png, 0, 4));
        Assert.Equal(2 * width, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
    }

    [Fact]
    public void The_numbers_are_tokens_words_and_maps_whose_rows_sum_to_1()
    {
        using var folder = new TemporaryFolder();
        Explain(folder.File("e.json")).Succeeded();

        var json = JsonDocument.Parse(File.ReadAllText(folder.File("e.json"))).RootElement;
        Assert.Equal(Text, json.GetProperty("input").GetString());
        var tokens = json.GetProperty("tokens").GetArrayLength();
        Assert.All(json.GetProperty("attention").EnumerateArray().SelectMany(layer => layer.EnumerateArray()), head =>
        {
            Assert.Equal(tokens, head.GetArrayLength());
            Assert.All(head.EnumerateArray(), row => Assert.Equal(1, row.EnumerateArray().Sum(weight => weight.GetDouble()), 1e-4));
        });
        Assert.Equal(1, json.GetProperty("words").EnumerateArray().Sum(word => word.GetProperty("rollout").GetDouble()), 1e-4);
    }

    [Fact]
    public void Without_a_terminal_the_words_stand_below_one_another_with_their_weights()
    {
        using var folder = new TemporaryFolder();
        var output = Explain(folder.File("e.svg")).Succeeded().Output;

        Assert.Contains("word    attention\n", output);
        Assert.Contains($"Written to {folder.File("e.svg")}", output);
    }

    [Theory]
    [InlineData("e.gif")]
    [InlineData("e")]
    public void A_kind_of_file_that_it_cannot_write_is_refused_with_those_it_can(string name)
    {
        using var folder = new TemporaryFolder();

        Assert.EndsWith("expected a name that ends in .html, .svg, .png or .json.", Explain(folder.File(name)).Refusal());
        Assert.False(File.Exists(folder.File(name)));
    }

    private ToolResult Explain(string output) => Tool.Run("explain", "--model", model.Path, Text, "--output", output);
}
