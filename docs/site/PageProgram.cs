using Markdig.Syntax;

namespace Heed.Site;

/// <summary>The code of a page of the course as one file that runs by itself.</summary>
public static class PageProgram
{
    private static readonly string[] Projects = ["src/Heed/Heed.csproj", "src/Heed.Figures/Heed.Figures.csproj", "src/Heed.Pipelines/Heed.Pipelines.csproj"];

    /// <summary>Writes the file.</summary>
    /// <param name="repository">The folder of Heed.slnx.</param>
    /// <param name="page">A page of docs/learn, with or without .md; its number is enough.</param>
    /// <param name="path">The file, which may lie anywhere on the same disk.</param>
    /// <exception cref="SiteException">There is no such page, or there are several, or the file is there and is not this program.</exception>
    public static void Write(string repository, string page, string path)
    {
        var learn = Path.Combine(repository, "docs", "learn");
        string[] sources = [.. Directory.GetFiles(learn, Path.GetFileNameWithoutExtension(page) + "*.md").Where(source => char.IsAsciiDigit(Path.GetFileName(source)[0]))];
        if (sources.Length != 1)
        {
            throw new SiteException($"'{page}' is {(sources.Length == 0 ? "no page" : "more than one page")} of {learn}; expected a name such as 01-soft-lookup.");
        }

        var source = new SitePage(repository, Path.GetRelativePath(repository, sources[0]), "");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var projects = Projects.Select(project => $"#:project {Path.GetRelativePath(folder, Path.Combine(repository, project)).Replace('\\', '/')}");
        var code = source.Document.Descendants<FencedCodeBlock>().Where(block => block.Info == "csharp").Select(block => block.Lines.ToString());
        var program = string.Join('\n', [$"// {source.Title}: the code of {source.Source}.", .. projects, "", string.Join("\n\n", code), ""]);
        if (File.Exists(path) && File.ReadAllText(path) != program)
        {
            throw new SiteException($"{path} is there already and may hold changes of yours: delete it, or name another file.");
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(path, program);
    }
}
