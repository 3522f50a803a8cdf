using System.Xml.Linq;
using Heed.Figures.Drawing;

namespace Heed.Figures.Tests;

public class OutlinedSvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Outlined_text_needs_no_font_and_can_still_be_read_out()
    {
        var figure = TokenStrip.Draw(Examples.Of("naïve “good” 日 e\u0301"));
        var (plain, outlined) = (XDocument.Parse(figure.ToSvg()), XDocument.Parse(figure.ToSvg(outlinedText: true)));

        Assert.Empty(outlined.Descendants(Svg + "text"));
        Assert.Equal(
            plain.Descendants(Svg + "text").Select(text => text.Value),
            outlined.Descendants(Svg + "g").Select(group => group.Attribute("aria-label")!.Value));
    }

    [Fact]
    public void Every_letter_is_outlined_once_and_found_where_it_is_used()
    {
        var document = XDocument.Parse(HeatMap.OfHead(Examples.Maps(6), 0, 0).ToSvg(outlinedText: true));
        var names = document.Descendants(Svg + "path").Select(path => path.Attribute("id")?.Value).OfType<string>().ToList();
        var used = document.Descendants(Svg + "use").Select(use => use.Attribute("href")!.Value[1..]).ToHashSet();

        Assert.Equal(names.Distinct(), names);
        Assert.Equal(used.Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public void An_outlined_letter_covers_what_the_raster_writer_covers()
    {
        var figure = new Figure("t", "d", 40, 40, [new Label(20, 30, "l", 20, Theme.Ink) { Anchor = Anchor.Middle }]);
        var document = XDocument.Parse(figure.ToSvg(outlinedText: true));
        Assert.Equal("translate(20 30) scale(0.02 -0.02)", document.Descendants(Svg + "g").Single().Attribute("transform")!.Value);
        Assert.Equal("-111", document.Descendants(Svg + "use").Single().Attribute("x")!.Value);
        Assert.Equal("M69 0l0 736l84 0l0 -736z", Canonical(document.Descendants(Svg + "path").Single().Attribute("d")!.Value));
    }

    // The stem's contour may begin at any of its corners and run either way; what counts are its corners.
    private static string Canonical(string path)
    {
        var numbers = path[1..^1].Split('l', ' ').Select(double.Parse).ToArray();
        var (x, y) = (0.0, 0.0);
        var corners = new List<(double X, double Y)>();
        for (var i = 0; i < numbers.Length; i += 2)
        {
            (x, y) = (x + numbers[i], y + numbers[i + 1]);
            corners.Add((x, y));
        }

        var (left, right, bottom, top) = (corners.Min(c => c.X), corners.Max(c => c.X), corners.Min(c => c.Y), corners.Max(c => c.Y));
        Assert.Equal(4, corners.Distinct().Count());
        return $"M{left} {bottom}l0 {top - bottom}l{right - left} 0l0 {bottom - top}z";
    }
}
