namespace Heed.Cli.Tests;

/// <summary>
/// Compares a text with the one of that name in Snapshots/. With HEED_UPDATE_SNAPSHOTS=1 it writes the file instead: read it
/// before committing it.
/// </summary>
internal static class Snapshot
{
    public static void Match(string name, string text)
    {
        text = string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n') + "\n";
        var path = Path.Combine(Repository.Root, "tests", "Heed.Cli.Tests", "Snapshots", name);
        if (Environment.GetEnvironmentVariable("HEED_UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path), $"There is no snapshot {name}; make it with HEED_UPDATE_SNAPSHOTS=1.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), text);
    }
}
