using System.Xml.Linq;
using Heed.Figures.Drawing;
using Heed.Figures.Vision;

namespace Heed.Figures.Tests.Vision;

public class VisionFigureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Figures_of_a_tiny_picture_are_as_they_were()
    {
        var image = Pictures.Explained(1, 2, 1, 1);
        Snapshot.Match("picture-answer.svg", PictureAnswer.Draw(image).ToSvg());
        Snapshot.Match("method-panels.svg", MethodPanels.Draw(image, OverlayStyle.Patches).ToSvg());
        Snapshot.Match("method-panels-stem.svg", MethodPanels.Draw(Pictures.Explained(1, 2, 1, 1, hasStem: true), OverlayStyle.Patches).ToSvg());
        Snapshot.Match("head-overlays.svg", HeadOverlays.Draw(image, OverlayStyle.Patches).ToSvg());
        Snapshot.Match("trust-charts.svg", TrustCharts.Draw(image).ToSvg());
        Snapshot.Match("encoding-picture.svg", EncodingPicture.Draw(Pictures.Encoded(1, 2, 3)).ToSvg());
        Snapshot.Match("encoding-stem.svg", EncodingPicture.Draw(Pictures.Encoded(1, 2, 3, hasStem: true, hasPositions: false, prefix: 0)).ToSvg());
    }

    [Fact]
    public void Their_labels_do_not_overlap_and_can_be_read()
    {
        foreach (var figure in All(Pictures.Explained()).Concat(All(Pictures.Explained(14, 14, 12, 12))).Concat(All(Pictures.Explained(1, 1, 1, 1, hasClassToken: false))))
        {
            Layout.AssertApart(figure);
            Layout.AssertReadable(figure);
        }
    }

    [Theory]
    [InlineData(false, true, 1, 192)]
    [InlineData(true, true, 0, 128)]
    [InlineData(true, false, 0, 5)]
    [InlineData(false, true, 5, 768)]
    public void The_table_of_tokens_has_room_for_every_model(bool hasStem, bool hasPositions, int prefix, int modelDim)
    {
        var figure = EncodingPicture.Draw(Pictures.Encoded(6, 7, modelDim, hasStem, hasPositions, prefix));

        Layout.AssertApart(figure);
        Assert.All(figure.Shapes.OfType<Label>(), label => Assert.True(label.X <= figure.Width));
        Assert.Equal(hasStem, figure.Shapes.OfType<Label>().Any(label => label.Text.StartsWith("convolution 1", StringComparison.Ordinal)));
        Assert.Equal(hasPositions, figure.Shapes.OfType<Label>().Any(label => label.Text == "+ learnt position"));
    }

    [Theory]
    [MemberData(nameof(FigureTests.Hostile), MemberType = typeof(FigureTests))]
    public void Hostile_names_and_labels_stay_text(string text)
    {
        var image = Pictures.Explained(name: text, label: $"disc {text}", method: $"rollout {text}");
        foreach (var figure in All(image).Append(EncodingPicture.Draw(Pictures.Encoded(label: $"disc {text}"))))
        {
            var document = XDocument.Parse(figure.ToSvg());
            Assert.DoesNotContain(document.Descendants(), element => element.Name.LocalName is "script" or "foreignObject");
        }
    }

    [Fact]
    public void The_picture_lies_in_the_file_under_its_maps()
    {
        var image = Pictures.Explained();
        var pictures = XDocument.Parse(MethodPanels.Draw(image).ToSvg()).Descendants(Svg + "image").ToArray();

        // The picture, two for each map, and the legend.
        Assert.Equal(1 + (2 * image.Methods.Count) + 1, pictures.Length);
        Assert.All(pictures, picture => Assert.StartsWith("data:image/png;base64,", picture.Attribute("href")!.Value));
    }

    [Fact]
    public void A_head_shows_the_row_of_the_class_token_or_the_mean_of_all_rows()
    {
        var classified = Pictures.Explained(2, 2, 1, 1);
        Assert.Equal(classified.Weights.Span[1..5].ToArray(), classified.HeadMap(0, 0));

        var pooled = Pictures.Explained(2, 2, 1, 1, hasClassToken: false);
        var mean = Enumerable.Range(0, 4).Select(key => Enumerable.Range(0, 4).Average(query => pooled.Weights.Span[(query * 4) + key])).ToArray();
        Assert.All(mean.Zip(pooled.HeadMap(0, 0)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Equal(("the class token", "the mean of the patches"), (classified.Reader, pooled.Reader));
    }

    [Theory]
    [InlineData(0.3, 0.7, "passes both tests", "The model does rely")]
    [InlineData(0.3, 0.5, "passes deletion only", "Half a proof")]
    [InlineData(0.5, 0.7, "passes insertion only", "Half a proof")]
    [InlineData(0.46, 0.54, "no better than chance", "Do not read a reason")]
    [InlineData(0.7, 0.3, "worse than chance", "speaks against")]
    public void A_verdict_is_what_both_scores_come_to_against_chance(double deletion, double insertion, string words, string sentence)
    {
        var trust = Pictures.Trust(deletion, insertion, random: 0.5, spread: 0.05);

        Assert.Equal(words, new RelevanceMap("m", "", [1], trust).Verdict);
        Assert.Contains(sentence, TrustWords.Sentence(trust, "disc"));
    }

    [Fact]
    public void The_method_that_the_tests_speak_for_is_the_most_trusted()
    {
        Assert.Equal("rollout", Pictures.Explained().MostTrusted!.Name);
        Assert.Equal("not tested", Pictures.Explained(tested: false).MostTrusted!.Verdict);
    }

    [Fact]
    public void What_cannot_be_shown_is_refused()
    {
        var image = Pictures.Explained(tested: false);
        Assert.Contains("0 tested methods", Assert.Throws<ArgumentException>(() => TrustCharts.Draw(image)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => HeadOverlays.Draw(image, layer: 2));
        Assert.Contains("found 3", Assert.Throws<ArgumentException>(() => new ExplainedImage("a", image.Seen, 3, 5, 1, 1, new float[3], new float[16], image.Scores)).Message);
        Assert.Contains("does not fit", Assert.Throws<ArgumentException>(() => new EncodedImage("a", image.Seen, 2, 2, 3, new float[11], default, new float[12], [new("b", 1)])).Message);
    }

    [Fact]
    public void The_window_of_a_stem_is_cut_at_the_edges_of_the_picture()
    {
        var image = Pictures.Encoded(3, 5, hasStem: true);
        var corner = EncodedPatch.At(image, 0, 0);
        var middle = EncodedPatch.At(image, 1, 2);

        Assert.Equal((-6, -6, 7, 7), (corner.Left, corner.Top, corner.Right, corner.Bottom));
        Assert.Equal((7, 7), (corner.Pixels(image).Width, corner.Pixels(image).Height));
        Assert.Equal((13, 11), (middle.Pixels(image).Width, middle.Pixels(image).Height));
    }

    private static IEnumerable<Figure> All(ExplainedImage image) =>
    [
        PictureAnswer.Draw(image),
        MethodPanels.Draw(image),
        HeadOverlays.Draw(image),
        HeadOverlays.Draw(image, OverlayStyle.Patches, 0),
        TrustCharts.Draw(image),
        PictureOverlay.Draw(image, image.Methods[0], OverlayStyle.Patches),
    ];
}
