namespace Heed.Testing;

/// <summary>Where the repository is, and the folder of reference results and real data that may stand beside it.</summary>
internal static class Repository
{
    /// <summary>The folder of Heed.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file or folder of ../shared; skips the test, saying why, where it is not there.</summary>
    public static string Shared(params ReadOnlySpan<string> path)
    {
        var full = Path.GetFullPath(Path.Combine([Root, "..", "shared", .. path]));
        Assert.SkipUnless(Path.Exists(full), $"needs shared/{string.Join('/', path.ToArray())} beside the repository");
        return full;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Heed.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run outside of the repository: no Heed.slnx above them.");
    }
}
