namespace Heed.Learn.Tests;

/// <summary>The pages of the course: docs/learn/NN-name.md, in order.</summary>
internal static class Course
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "docs", "learn");

    public static string Images { get; } = Path.Combine(Folder, "images");

    public static string Readme { get; } = Path.Combine(Folder, "README.md");

    /// <summary>Whether outputs and pictures are being written, so that a picture may not be there yet.</summary>
    public static bool IsWritten => Environment.GetEnvironmentVariable("HEED_UPDATE_SNAPSHOTS") == "1";

    /// <summary>A row a page, with the trait page=NN-name, so that one page can be tested alone.</summary>
    public static IEnumerable<TheoryDataRow<string>> Rows =>
        Names.Select(name => new TheoryDataRow<string>(name) { Traits = { ["page"] = [name] } });

    public static IEnumerable<string> Names =>
        Directory.GetFiles(Folder, "??-*.md").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public static MarkdownPage Page(string name) => MarkdownPage.Read(Path.Combine(Folder, name + ".md"));

    /// <summary>The pictures of a page: those whose names begin with its number.</summary>
    public static IEnumerable<string> ImagesOf(string name) =>
        Directory.Exists(Images) ? Directory.GetFiles(Images, name[..3] + "*").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal) : [];
}
