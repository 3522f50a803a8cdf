using Heed.Cli.Rendering;
using Heed.Figures;
using Heed.Figures.Vision;
using Spectre.Console;

namespace Heed.Cli.Tests.Rendering;

public sealed class PictureViewTests
{
    private static readonly ExplainedImage Image = new(
        "a.png",
        new PixelImage(4, 2, [.. Enumerable.Range(0, 24).Select(i => (byte)(10 * i))]),
        1,
        2,
        1,
        1,
        new float[] { 0.5f, 0.5f, 0.5f, 0.5f },
        [0.5f, 0.5f],
        [new ScoredLabel("cat", 0.9f), new ScoredLabel("a\e[31mb", 0.1f)])
    {
        Methods = [new RelevanceMap("rollout", "", [0.1f, 0.9f])],
    };

    [Fact]
    public void Without_colour_a_patch_is_two_characters_as_dense_as_it_is_relevant()
    {
        using var writer = new StringWriter();
        PictureView.Write(Terminal.Plain(writer), Image, Image.Methods[0]);

        Assert.Contains("\n  ░░██\n", writer.ToString());
        Assert.DoesNotContain('\e', writer.ToString());
    }

    [Fact]
    public void With_colour_the_picture_stands_beside_its_map_two_pixels_to_a_character()
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.TrueColor, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 100;
        PictureView.Write(console, Image, Image.Methods[0]);

        // 44 columns of a picture twice as wide as high: 22 pixels, 11 lines.
        Assert.Equal(11, writer.ToString().Split('\n').Count(line => line.Contains('▀')));
        Assert.Equal(11 * 2 * 44, writer.ToString().Count(c => c == '▀'));
        Assert.DoesNotContain("\e[31m", writer.ToString());
    }

    [Fact]
    public void A_narrow_terminal_gets_a_narrow_picture()
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.TrueColor, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 30;
        PictureView.Write(console, Image, Image.Methods[0]);

        Assert.All(writer.ToString().Split('\n'), line => Assert.True(line.Count(c => c == '▀') <= 28));
    }

    [Fact]
    public void A_model_without_a_method_has_its_labels_alone()
    {
        using var writer = new StringWriter();
        PictureView.Write(Terminal.Plain(writer), Image, null);

        Assert.StartsWith("cat 90.0 %", writer.ToString());
    }
}
