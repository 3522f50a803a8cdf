using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Heed.Learn.Tests;

/// <summary>
/// The programs of examples/ print and draw what is kept in Examples/. HEED_UPDATE_SNAPSHOTS=1 keeps what they print and draw now:
/// read it before committing. The pictures of the two that train longest differ from processor to processor; of those it is the
/// content that is looked at.
/// </summary>
public partial class ExampleTests
{
    private static readonly string Kept = Path.Combine(Repository.Root, "tests", "Heed.Learn.Tests", "Examples");

    private static bool Updates => Environment.GetEnvironmentVariable("HEED_UPDATE_SNAPSHOTS") == "1";

    public static TheoryData<string> Names => [.. ExampleProgram.Names];

    [Theory]
    [InlineData("basic_attention")]
    [InlineData("self_attention")]
    [InlineData("multihead_attention")]
    [InlineData("positional_encoding")]
    public async Task It_prints_and_draws_what_is_kept(string name)
    {
        using var folder = new TemporaryFolder();
        MatchText(name, await ExampleProgram.Run(name, folder.Path));
        var (kept, drawn) = (Path.Combine(Kept, name + ".svg"), folder.File(name + ".svg"));
        if (Updates)
        {
            File.Copy(drawn, kept, overwrite: true);
        }

        DrawnPicture.AssertAgrees(kept, drawn);
    }

    [Theory]
    [InlineData("text_classification", "anything")]
    [InlineData("image_classification", "weights of its patches")]
    public async Task It_learns_prints_what_is_kept_and_draws(string name, string label)
    {
        using var folder = new TemporaryFolder();
        var printed = await ExampleProgram.Run(name, folder.Path);
        MatchText(name, printed);
        var scores = Scores().Match(printed);
        var (accuracy, baseline) = (Percent(scores.Groups[1]), Percent(scores.Groups[2]));
        Assert.True(accuracy > baseline + 20, $"{accuracy} % is not much better than the baseline's {baseline} %.");
        Assert.Contains(label, XDocument.Load(folder.File(name + ".svg")).Root!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_invites_one_change_and_stands_in_the_table(string name)
    {
        var program = File.ReadAllText(Path.Combine(ExampleProgram.Folder, name + ".cs"));
        Assert.Single(Regex.Matches(program, "// Change this line: "));
        Assert.Contains($"\n//     dotnet run examples/{name}.cs\n", program.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains($"[{name}.cs]({name}.cs)", File.ReadAllText(Path.Combine(ExampleProgram.Folder, "README.md")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Kept, name + ".txt")), $"Nothing is kept of examples/{name}.cs: name it in a test of {nameof(ExampleTests)}.");
    }

    private static void MatchText(string name, string printed)
    {
        var path = Path.Combine(Kept, name + ".txt");
        if (Updates)
        {
            File.WriteAllText(path, printed.ReplaceLineEndings("\n"));
        }

        PrintedText.AssertAgrees(File.ReadAllText(path), printed, line => $"{name}.txt, line {line + 1}");
    }

    private static double Percent(Group number) => double.Parse(number.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Right on .*?: ~([\d.]+) % \([^:]*: ~?([\d.]+) %")]
    private static partial Regex Scores();
}
