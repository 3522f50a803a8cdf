using Heed.Site;

namespace Heed.Learn.Tests;

public class PageProgramTests
{
    [Fact]
    public void The_code_of_a_page_is_written_as_a_file_that_finds_the_projects()
    {
        using var folder = new TemporaryFolder();
        PageProgram.Write(Repository.Root, "01", folder.File("try/lookup.cs"));
        var lines = File.ReadAllLines(folder.File("try/lookup.cs"));
        var projects = lines.Where(line => line.StartsWith("#:project ", StringComparison.Ordinal)).Select(line => line["#:project ".Length..]).ToList();
        Assert.Equal(3, projects.Count);
        Assert.All(projects, project => Assert.True(File.Exists(Path.Combine(folder.File("try"), project)), project));
        Assert.Equal(
            Course.Page("01-soft-lookup").Program("csharp").Split('\n').Where(line => line.Length > 0),
            lines.Where(line => line.Length > 0 && line[0] is not '#' && !line.StartsWith("// Attention is", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("0", "more than one page")]
    [InlineData("99-nothing", "no page")]
    [InlineData("README", "no page")]
    public void A_name_that_is_not_one_page_is_refused(string name, string what)
    {
        var failure = Assert.Throws<SiteException>(() => PageProgram.Write(Repository.Root, name, "unused.cs"));
        Assert.Contains($"'{name}' is {what} of ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_has_been_worked_on_is_not_written_over()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("lookup.cs");
        PageProgram.Write(Repository.Root, "01", path);
        PageProgram.Write(Repository.Root, "01", path);
        File.AppendAllText(path, "// mine\n");
        var failure = Assert.Throws<SiteException>(() => PageProgram.Write(Repository.Root, "01", path));
        Assert.Equal($"{path} is there already and may hold changes of yours: delete it, or name another file.", failure.Message);
        Assert.EndsWith("// mine\n", File.ReadAllText(path), StringComparison.Ordinal);
    }
}
