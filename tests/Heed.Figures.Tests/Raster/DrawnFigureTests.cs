using System.Text;
using System.Xml.Linq;
using Heed.Figures.Drawing;
using Heed.Figures.Raster;

namespace Heed.Figures.Tests.Raster;

public class DrawnFigureTests
{
    [Fact]
    public void A_small_figure_is_drawn_as_it_was()
    {
        var figure = new Figure("t", "d", 54, 30, [
            new Box(2, 2, 14, 9, Theme.Ink) { Radius = 3 },
            new Dot(new(24, 7), 4.5, Theme.Ink),
            new Stroke([new(32, 10), new(38, 3), new(50, 8)], Theme.Ink, 1.5),
            new Stroke([new(2, 14.5), new(52, 14.5)], Theme.Ink, 1) { Dashed = true },
            new Label(2, 27, "aQ√8é", 11, Theme.Ink),
            new Curve(new(34, 28), new(42, 28), new(44, 18), new(52, 18), Theme.Ink, 1),
        ]);
        Snapshot.Match("drawn.txt", Shades(RasterWriter.Draw(figure, 1, FigureTheme.Light)));
    }

    [Fact]
    public void Every_figure_can_be_drawn_light_and_dark_and_the_two_differ()
    {
        var example = Examples.Of("not “good” enough 🙂", numLayers: 2, numHeads: 2);
        foreach (var (name, figure) in FigureSet.ForTextClassifier(example, Examples.History(12, 3), Examples.Results(20)).Figures)
        {
            var (light, dark) = (RasterWriter.Draw(figure, 1, FigureTheme.Light), RasterWriter.Draw(figure, 1, FigureTheme.Dark));
            Assert.True(Mean(light) > 190, $"{name} is {Mean(light)} bright on a light page");
            Assert.True(Mean(dark) < 90, $"{name} is {Mean(dark)} bright on a dark page");
        }
    }

    [Theory]
    [MemberData(nameof(FigureTests.Hostile), MemberType = typeof(FigureTests))]
    public void Hostile_texts_are_drawn(string text)
    {
        var figure = TokenStrip.Draw(Examples.Of(text, label: $"positive {text}"));
        Assert.NotEmpty(figure.ToPng());
        XDocument.Parse(figure.ToSvg(outlinedText: true));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(1e300)]
    [InlineData(double.NegativeInfinity)]
    public void A_shape_at_no_place_is_refused(double x)
    {
        Shape[] shapes = [new Box(x, 0, 1, 1, Theme.Ink), new Dot(new(0, x), 1, Theme.Ink), new Stroke([new(0, 0), new(x, 1)], Theme.Ink, 1), new Label(x, 0, "a", 10, Theme.Ink)];
        Assert.All(shapes, shape => Assert.Throws<ArgumentException>(() => new Figure("t", "d", 9, 9, [shape]).ToPng()));
    }

    [Fact]
    public void A_stack_is_drawn_as_its_figures_are()
    {
        Figure[] figures = [HeadGrid.Draw(Examples.Maps(4)), HeatMap.OfHead(Examples.Maps(5), 0, 0)];
        var stack = RasterWriter.Draw(Figure.Stack("both", figures), 1, FigureTheme.Light);
        var first = RasterWriter.Draw(figures[0], 1, FigureTheme.Light);
        for (var y = 0; y < first.Height; y++)
        {
            Assert.Equal(
                first.Pixels.Slice(3 * y * first.Width, 3 * first.Width).ToArray(),
                stack.Pixels.Slice(3 * y * stack.Width, 3 * first.Width).ToArray());
        }
    }

    [Fact]
    public void Twice_the_scale_is_the_same_picture()
    {
        var figure = HeatMap.OfHead(Examples.Maps(9), 0, 0);
        Assert.Equal(Mean(RasterWriter.Draw(figure, 1, FigureTheme.Light)), Mean(RasterWriter.Draw(figure, 2, FigureTheme.Light)), 1.5);
    }

    // Ten shades from paper to ink: a last bit that differs between processors does not show.
    private static string Shades(Canvas canvas)
    {
        var text = new StringBuilder();
        for (var y = 0; y < canvas.Height; y++)
        {
            for (var x = 0; x < canvas.Width; x++)
            {
                text.Append(" .:-=+*#%@"[(int)((255 - canvas.Pixels[3 * ((y * canvas.Width) + x)]) / 255.0 * 9.99)]);
            }

            text.Append("|\n");
        }

        return text.ToString();
    }

    private static double Mean(Canvas canvas)
    {
        var sum = 0L;
        foreach (var channel in canvas.Pixels)
        {
            sum += channel;
        }

        return sum / (double)canvas.Pixels.Length;
    }
}
