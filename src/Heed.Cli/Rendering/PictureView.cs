using Heed.Figures;
using Heed.Figures.Vision;
using Spectre.Console;

namespace Heed.Cli.Rendering;

/// <summary>
/// An explained picture in the terminal: where there is colour, the picture beside the map over it, two pixels to a character; else the map as
/// shades, a patch to two characters. Below, every method with its scores.
/// </summary>
internal static class PictureView
{
    private const int MostColumns = 44;
    private const int MostLabels = 5;
    private const string Gap = "  ";
    private static readonly string[] Shades = ["··", "░░", "▒▒", "▓▓", "██"];

    public static void Write(IAnsiConsole console, ExplainedImage image, RelevanceMap? method)
    {
        console.WriteLine(string.Join("   ", image.Scores.Take(MostLabels).Select(score => $"{Words.OneLine(score.Label)} {Words.Percent(score.Score)}")));
        if (method is not null)
        {
            if (console.Profile.Capabilities is { Ansi: true, ColorSystem: ColorSystem.TrueColor or ColorSystem.EightBit })
            {
                WriteColoured(console, image, method);
            }
            else
            {
                WriteShades(console, image, method);
            }
        }

        WriteScores(console, image);
    }

    private static void WriteColoured(IAnsiConsole console, ExplainedImage image, RelevanceMap method)
    {
        var columns = Math.Max(4, Math.Min(MostColumns, (console.Profile.Width - Gap.Length - 1) / 2));
        var picture = PictureOverlay.Shown(image, columns);
        var map = PictureOverlay.Compose(image, [.. method.Values], OverlayStyle.Smooth, columns);
        for (var y = 0; y < picture.Height; y += 2)
        {
            var line = new Paragraph();
            Append(line, picture, y);
            line.Append(Gap);
            Append(line, map, y);
            console.Write(line);
            console.WriteLine();
        }

        console.WriteLine(
            $"left the picture, right what “{Words.OneLine(image.Explained)}” rests on by {method.Name}: grey is nothing, yellow the most", new Style(decoration: Decoration.Dim));
    }

    // The upper pixel is the ink of a half block, the lower its paper.
    private static void Append(Paragraph line, PixelImage pixels, int y)
    {
        for (var x = 0; x < pixels.Width; x++)
        {
            var upper = At(pixels, x, y);
            line.Append("▀", y + 1 < pixels.Height ? new Style(upper, At(pixels, x, y + 1)) : new Style(upper));
        }
    }

    private static Color At(PixelImage pixels, int x, int y)
    {
        var (r, g, b) = pixels.ColorAt(x, y);
        return new Color(r, g, b);
    }

    private static void WriteShades(IAnsiConsole console, ExplainedImage image, RelevanceMap method)
    {
        var most = method.Values.Max();
        console.WriteLine($"What \"{Words.OneLine(image.Explained)}\" rests on by {method.Name}, a patch to two characters:");
        for (var row = 0; row < image.GridRows; row++)
        {
            console.WriteLine("  " + string.Concat(Enumerable.Range(0, image.GridColumns).Select(column => Shade(method.Values[(row * image.GridColumns) + column], most))));
        }

        console.WriteLine($"  {Shades[0]} under a tenth of the largest, {string.Join(' ', Shades[1..])} up to it");
    }

    private static string Shade(float value, float most)
    {
        var share = most > 0 ? value / most : 0;
        return Shades[share < 0.1f ? 0 : Math.Clamp(1 + (int)(share * (Shades.Length - 1)), 1, Shades.Length - 1)];
    }

    private static void WriteScores(IAnsiConsole console, ExplainedImage image)
    {
        if (image.Methods.Count == 0 || image.Methods.All(method => method.Trust is null))
        {
            return;
        }

        console.WriteTable(
            ["method", "deletion", "insertion", "random", "test"],
            image.Methods.Select(method => new[]
            {
                method.Name,
                Number(method.Trust?.Deletion),
                Number(method.Trust?.Insertion),
                Number(method.Trust?.Random),
                method.Verdict,
            }));
        console.WriteLine("  A map that marks what the model goes by has a low deletion and a high insertion, both against random order.", new Style(decoration: Decoration.Dim));

        static string Number(double? value) => value is { } number ? Words.Fixed(number, 2) : "";
    }
}
