using System.Xml.Linq;

namespace Heed.Cli.Tests;

public sealed class FiguresTests
{
    private static readonly string[] Names = ["basic_attention", "multihead_attention", "positional_encoding", "self_attention", "vision_transformer"];

    [Fact]
    public void All_five_are_written_as_svg_and_png_and_on_one_page_and_the_same_again()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (folder.File("a"), folder.File("b"));

        var output = Tool.Run("figures", "--output", first, "--threads", "2").Succeeded().Output;
        Tool.Run("figures", "--output", second, "--threads", "1", "--quiet").Succeeded();

        var files = Directory.GetFiles(first).Select(path => Path.GetFileName(path)!).ToArray();
        Assert.Equal(Names.SelectMany(name => new[] { $"{name}.png", $"{name}.svg" }).Append("figures.html").Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        Assert.All(files, file =>
        {
            Assert.Contains(Path.Combine(first, file), output);
            Assert.Equal(File.ReadAllBytes(Path.Combine(first, file)), File.ReadAllBytes(Path.Combine(second, file)));
        });
        Assert.All(Names, name =>
        {
            Assert.Equal("svg", XDocument.Load(Path.Combine(first, $"{name}.svg")).Root!.Name.LocalName);
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(Path.Combine(first, $"{name}.png"))[..4]);
        });
        Assert.Equal(5, File.ReadAllText(Path.Combine(first, "figures.html")).Split("<svg").Length - 1);
    }

    [Fact]
    public void Another_kind_of_file_is_refused_with_those_it_can()
    {
        using var folder = new TemporaryFolder();

        var refusal = Tool.Run("figures", "--output", folder.File("o"), "--format", "bmp");

        Assert.Equal(2, refusal.Code);
        Assert.StartsWith("--format: found 'bmp', expected one of svg, png, html.", refusal.Error);
        Assert.False(Directory.Exists(folder.File("o")));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_one_sentence_and_exit_code_2()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "");

        Assert.Contains(folder.File("file"), Tool.Run("figures", "--output", folder.File("file/pictures"), "--format", "svg", "--quiet").Refusal());
    }
}
