using System.Globalization;
using Heed.Figures.Drawing;
using Heed.Figures.Lesson;

namespace Heed.Figures.Tests.Lesson;

public class LessonPictureTests
{
    private static readonly (string Name, Figure Figure)[] Small =
    [
        ("basic-attention", SoftLookupPicture.Draw(LessonNumbers.Lookup())),
        ("self-attention", SelfAttentionPicture.Draw(LessonNumbers.Flow())),
        ("multihead-attention", MultiHeadPicture.Draw(LessonNumbers.Heads())),
        ("positional-encoding", PositionalEncodingPicture.Draw(LessonNumbers.Positions())),
        ("vision-transformer", VisionTransformerPicture.Draw(LessonNumbers.Patches())),
    ];

    [Fact]
    public void Pictures_of_a_few_numbers_are_as_they_were() =>
        Assert.All(Small, picture => Snapshot.Match($"{picture.Name}.svg", picture.Figure.ToSvg()));

    [Fact]
    public void Their_labels_do_not_overlap() => Assert.All(Small, picture => Layout.AssertApart(picture.Figure));

    [Fact]
    public void Their_texts_stand_out_from_what_is_behind_them() => Assert.All(Small, picture => Layout.AssertReadable(picture.Figure));

    [Fact]
    public void Each_has_a_title_an_equation_and_a_caption()
    {
        Assert.All(Small, picture =>
        {
            Assert.NotEmpty(picture.Figure.Title);
            Assert.EndsWith($". {picture.Figure.Caption}", picture.Figure.Description);
            Assert.Contains("=", picture.Figure.Description[..^picture.Figure.Caption.Length]);
        });
    }

    [Fact]
    public void Weights_are_bars_of_their_length_and_numbers()
    {
        var lookup = LessonNumbers.Lookup();
        var figure = SoftLookupPicture.Draw(lookup);
        var bars = figure.Shapes.OfType<Box>().Where(box => box.Tip is not null).ToArray();
        Assert.Equal(lookup.Words, bars.Select(bar => bar.Tip!.Split(':')[0]));
        Assert.Equal(lookup.Weights[0, 2] / lookup.Weights[0, 0], bars[2].Width / bars[0].Width, 6);
        Assert.Superset(new HashSet<string> { "0.25", "0.63", "−1.00", "0.88" }, Texts(figure).ToHashSet());
    }

    [Fact]
    public void Every_score_and_weight_stands_in_its_cell()
    {
        var flow = LessonNumbers.Flow();
        var texts = Texts(SelfAttentionPicture.Draw(flow)).ToArray();
        foreach (var value in flow.Scores.Values.ToArray().Concat(flow.Weights.Values.ToArray()))
        {
            Assert.Contains(MatrixView.Number(value), texts);
        }
    }

    [Fact]
    public void Similarity_is_the_cosine_and_its_mean_by_offset()
    {
        var similarity = PositionSimilarity.Of(new Matrix(3, 2, [1, 0, 0, 2, -3, 0]));
        Assert.Equal([1, 0, -1, 0, 1, 0, -1, 0, 1], similarity.Values.ToArray());
        Assert.Equal([1, 0, -1], PositionSimilarity.ByOffset(similarity));
    }

    [Fact]
    public void A_mathematical_line_is_set_with_its_high_and_low_parts_apart()
    {
        var sketch = new Sketch();
        sketch.Formulate(10, 50, "a_i = X W^{QK}  b", 10, Theme.Ink);
        var labels = sketch.Finish("t", "", 400, 100).Shapes.OfType<Label>().Skip(1).ToArray();
        Assert.Equal(["a", "i", "= X W", "QK", "b"], labels.Select(label => label.Text));
        Assert.True(labels[1].Y > 50 && labels[3].Y < 50);
        Assert.Equal(labels.Select(label => label.X), labels.Select(label => label.X).Order());
    }

    [Fact]
    public void Numbers_that_do_not_fit_one_another_are_refused()
    {
        Assert.Contains("Keys has 2 rows", Assert.Throws<ArgumentException>(() => SoftLookupPicture.Draw(LessonNumbers.Lookup() with { Keys = LessonNumbers.Wave(2, 4) })).Message);
        Assert.Contains("Scores has 3 rows", Assert.Throws<ArgumentException>(() => SelfAttentionPicture.Draw(LessonNumbers.Flow() with { Scores = LessonNumbers.Wave(3, 2) })).Message);
        Assert.Contains("cannot hold", Assert.Throws<ArgumentException>(() => new Matrix(2, 2, [1, 2, 3])).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new Matrix(1, 2, [1, float.NaN])).Message);
    }

    [Fact]
    public void The_page_holds_every_picture_with_its_caption_once_and_asks_for_nothing()
    {
        var page = FigurePage.Render("Five", "A few words.", [.. Small.Select(picture => picture.Figure)]);
        Assert.Equal(5, page.Split("<figcaption>").Length - 1);
        Assert.Contains("prefers-color-scheme: dark", page);
        Assert.DoesNotMatch("src=\"http|href=\"(?!data:|#)|url\\(|@import", page);
        Assert.All(Small, picture =>
        {
            var start = string.Join(' ', picture.Figure.Caption.Split(' ').Take(3));
            Assert.DoesNotContain(picture.Figure.WithoutCaption().Shapes.OfType<Label>(), label => label.Text.StartsWith(start, StringComparison.Ordinal));
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"height=\"{picture.Figure.CaptionTop}\""), page);
        });
    }

    private static IEnumerable<string> Texts(Figure figure) => figure.Shapes.OfType<Label>().Select(label => label.Text);
}
