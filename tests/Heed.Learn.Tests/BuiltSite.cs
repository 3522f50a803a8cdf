using Heed.Site;

namespace Heed.Learn.Tests;

/// <summary>The site, built once for all tests of it; they are skipped where Node or its packages are not to be had.</summary>
public sealed class BuiltSite : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string? missing;

    public BuiltSite()
    {
        try
        {
            SiteBuilder.Build(Repository.Root, folder.Path);
        }
        catch (MissingToolException failure)
        {
            missing = failure.Message;
        }
    }

    /// <summary>Its folder.</summary>
    public string Path
    {
        get
        {
            Assert.SkipWhen(missing is not null, missing ?? "");
            return folder.Path;
        }
    }

    /// <summary>Its pages, by their paths within it.</summary>
    public IReadOnlyDictionary<string, string> Pages =>
        Directory.GetFiles(Path, "*.html", SearchOption.AllDirectories).ToDictionary(file => System.IO.Path.GetRelativePath(Path, file), File.ReadAllText);

    public void Dispose() => folder.Dispose();
}

[CollectionDefinition("site")]
public sealed class SiteCollection : ICollectionFixture<BuiltSite>;
