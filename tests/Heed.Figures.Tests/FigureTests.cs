using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Heed.Figures.Drawing;

namespace Heed.Figures.Tests;

public partial class FigureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Hostile =>
    [
        "<script>alert(1)</script> ]]> <!-- & \"quoted\" 'single'",
        "{{data}} {{style}} $1 ${0} \\u003c",
        "שלום עולם مرحبا بالعالم",
        "👩‍👩‍👧‍👦 🙂 e\u0301 \u200b \u2028 \u2029",
        new string('w', 200) + " " + new string('ß', 200),
        "a\u0000b \u0007 \uD800 \uFFFE tab\tline\nend",
        "",
    ];

    [Fact]
    public void Figures_of_a_tiny_example_are_as_they_were()
    {
        var example = Examples.Of("not good", numLayers: 2, numHeads: 2);
        var history = Examples.History(steps: 12, epochs: 3);
        foreach (var (name, figure) in FigureSet.ForTextClassifier(example, history, Examples.Results(20)).Figures)
        {
            Snapshot.Match($"{name}.svg", figure.ToSvg());
        }

        float[] signed = [-1, 0.5f, 0, 0.25f, -0.25f, 1];
        Snapshot.Match("signed.svg", HeatMap.DrawSigned(signed, ["0", "1"], ["a", "b", "c"], "Signed", "Around zero.").ToSvg());
    }

    [Fact]
    public void Stacked_figures_stand_below_one_another_with_all_they_hold()
    {
        var figures = FigureSet.ForTextClassifier(
            Examples.Of("not good", numLayers: 2, numHeads: 2), Examples.History(steps: 12, epochs: 3), Examples.Results(20)).Figures.Select(named => named.Figure).ToList();

        var stack = Figure.Stack("All", figures);

        Assert.Equal(figures.Sum(figure => figure.Height), stack.Height);
        Assert.Equal(figures.Max(figure => figure.Width), stack.Width);
        Assert.Equal(figures.SelectMany(figure => Texts(figure)), Texts(stack));
        var titles = XDocument.Parse(stack.ToSvg()).Descendants(Svg + "text").Where(text => figures.Any(figure => figure.Title == text.Value)).ToList();
        Assert.Equal(
            figures.Select((_, i) => 40 + figures.Take(i).Sum(figure => figure.Height)),
            titles.Select(title => double.Parse(title.Attribute("y")!.Value, CultureInfo.InvariantCulture)),
            (expected, actual) => Math.Abs(expected - actual) < 0.1);

        static IEnumerable<string> Texts(Figure figure) => XDocument.Parse(figure.ToSvg()).Descendants(Svg + "text").Select(text => text.Value);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_texts_stay_text(string text)
    {
        foreach (var (_, figure) in All(Examples.Of(text, label: $"positive {text}")))
        {
            var document = XDocument.Parse(figure.ToSvg());
            Assert.DoesNotContain(document.Descendants(), element => element.Name.LocalName is "script" or "foreignObject");
        }
    }

    [Fact]
    public void Text_is_found_again_unchanged()
    {
        var strip = XDocument.Parse(TokenStrip.Draw(Examples.Of("<b> & \"c\"")).ToSvg());
        var texts = strip.Descendants(Svg + "text").Select(element => element.Value).ToArray();
        Assert.Contains("<b>", texts);
        Assert.Contains("&", texts);
        Assert.Contains("\"c\"", texts);
    }

    [Fact]
    public void Figures_refer_to_nothing_outside()
    {
        foreach (var (_, figure) in All(Examples.Review()))
        {
            var svg = figure.ToSvg().Replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
            Assert.DoesNotMatch("https?:|//|href|url\\(|@import", svg);
        }
    }

    [Fact]
    public void Figures_hold_both_a_light_and_a_dark_page()
    {
        foreach (var (_, figure) in All(Examples.Review()))
        {
            var svg = figure.ToSvg();
            Assert.Contains("@media (prefers-color-scheme: dark)", svg);
            foreach (Match use in ClassName().Matches(svg))
            {
                Assert.Equal(2, Regex.Count(svg, $@"\.{use.Groups[1].Value}\{{"));
            }
        }
    }

    [Fact]
    public void Numbers_have_a_point_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var expected = HeadGrid.Draw(Examples.Maps(5)).ToSvg();
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            Assert.Equal(expected, HeadGrid.Draw(Examples.Maps(5)).ToSvg());
            foreach (var (_, figure) in All(Examples.Review()))
            {
                Assert.DoesNotContain("~", figure.ToSvg());
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(33)]
    [InlineData(512)]
    public void Every_length_can_be_drawn(int seqLen)
    {
        var maps = Examples.Maps(seqLen, 1, 2);
        Figure[] figures = [HeatMap.OfHead(maps, 0, 1), HeadGrid.Draw(maps), TokenArcs.Draw(maps, 0, 0)];
        foreach (var figure in figures)
        {
            var svg = figure.ToSvg();
            XDocument.Parse(svg);
            Assert.InRange(svg.Length, 500, 3_000_000);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(200)]
    public void Labels_do_not_overlap(int seqLen)
    {
        foreach (var figure in new[] { HeatMap.OfHead(Examples.Maps(seqLen), 0, 0), TokenArcs.Draw(Examples.Maps(seqLen), 0, 0) })
        {
            Layout.AssertApart(figure);
            Layout.AssertReadable(figure);
        }
    }

    [Fact]
    public void Words_of_a_strip_do_not_overlap()
    {
        Layout.AssertApart(TokenStrip.Draw(Examples.Review()));
        Layout.AssertApart(TokenStrip.Draw(Examples.Of(string.Join(' ', Enumerable.Repeat("abc, défghijklmno (pq) 🙂", 40)))));
        Layout.AssertApart(TrainingFigure.Draw(Examples.History(), Examples.Results()));
    }

    [Fact]
    public void A_map_names_its_axes()
    {
        string[] Axes(Figure figure) => [.. figure.Shapes.OfType<Label>().Select(label => label.Text).Where(text => text is "query" or "key" or "step" or "word")];
        Assert.Equal(["query", "key"], Axes(HeatMap.Draw([1, 0], ["q"], ["a", "b"], "t")));
        Assert.Equal(["step", "word"], Axes(HeatMap.Draw([1, 0], ["q"], ["a", "b"], "t", rowAxis: "step", columnAxis: "word")));
        Assert.Equal(["step", "word"], Axes(HeatMap.DrawSigned([1, -1], ["q"], ["a", "b"], "t", rowAxis: "step", columnAxis: "word")));
    }

    [Fact]
    public void A_map_refuses_what_is_no_weight()
    {
        Assert.Throws<ArgumentException>(() => HeatMap.Draw([1, float.NaN], ["q"], ["a", "b"], "t"));
        Assert.Throws<ArgumentException>(() => HeatMap.Draw([1, -0.5f], ["q"], ["a", "b"], "t"));
        Assert.Throws<ArgumentException>(() => HeatMap.Draw([1], ["q"], ["a", "b"], "t"));
        Assert.Throws<ArgumentException>(() => HeatMap.DrawSigned([1, float.PositiveInfinity], ["q"], ["a", "b"], "t"));
    }

    [Fact]
    public void A_truncated_text_shows_what_was_not_read()
    {
        var whole = Examples.Of("good film");
        var cut = new ExplainedText("good film nobody read this", whole.Attention, whole.Scores, whole.Spans);
        Assert.Contains("not read by the model: nobody read this", TokenStrip.Draw(cut).ToSvg());
        Assert.DoesNotContain("not read by the model", TokenStrip.Draw(whole).ToSvg());
    }

    [Fact]
    public void Saved_figures_are_whole_and_leave_no_draft()
    {
        var directory = Directory.CreateTempSubdirectory("heed-figures-").FullName;
        try
        {
            var paths = FigureSet.ForTextClassifier(Examples.Review(), Examples.History(), Examples.Results()).Save(directory);
            Assert.Equal(5, paths.Count);
            Assert.Equal(paths.Order(), Directory.GetFiles(directory).Order());
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static IReadOnlyList<(string Name, Figure Figure)> All(ExplainedText example) =>
        FigureSet.ForTextClassifier(example, Examples.History(40, 3), Examples.Results(40)).Figures;

    [GeneratedRegex("class=\"([\\w-]+)\"")]
    private static partial Regex ClassName();
}
