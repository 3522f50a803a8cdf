namespace Heed.Pipelines.Images;

/// <summary>All that lies below a folder, hidden entries and those that macOS adds to archives left out. Links are followed.</summary>
internal static class FolderTree
{
    // Two links in a folder to the next, thirty folders deep, are a thousand million ways to the last.
    private const int MostWays = 100;

    /// <summary>Folders before what they hold; the names from the top.</summary>
    /// <exception cref="InvalidInputException">A link leads nowhere, in a circle, or too many of them to one folder.</exception>
    public static IEnumerable<(FileSystemInfo Entry, string[] Path)> Walk(string directory) =>
        Below(directory, [], [Path.GetFullPath(directory)], []);

    /// <summary>Whether a name is neither hidden nor one of those that macOS adds to archives.</summary>
    public static bool IsSeen(string name) => !name.StartsWith('.') && name != "__MACOSX";

    private static IEnumerable<(FileSystemInfo Entry, string[] Path)> Below(string directory, string[] path, string[] above, Dictionary<string, int> ways)
    {
        foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos().Where(entry => IsSeen(entry.Name)))
        {
            // Linked to or not, it is called by the name that stands here.
            var (name, below) = (Path.Join(directory, entry.Name), (string[])[.. path, entry.Name]);
            var target = Target(entry, name);
            if (target is not DirectoryInfo folder)
            {
                yield return (entry, below);
                continue;
            }

            if (target != entry && Array.Exists(above, one => AsPrefix(one).StartsWith(AsPrefix(folder.FullName), StringComparison.Ordinal)))
            {
                throw new InvalidInputException($"{name} is a link to {entry.LinkTarget}, a folder that it lies in; expected folders that end.");
            }

            if (target != entry && (ways[folder.FullName] = ways.GetValueOrDefault(folder.FullName) + 1) > MostWays)
            {
                throw new InvalidInputException($"{name} is one of more than {MostWays} links to {folder.FullName}; expected at most {MostWays} to one folder.");
            }

            yield return (folder, below);
            foreach (var inside in Below(name, below, [.. above, folder.FullName], ways))
            {
                yield return inside;
            }
        }
    }

    private static string AsPrefix(string folder) => Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;

    private static FileSystemInfo Target(FileSystemInfo entry, string name)
    {
        if ((entry.Attributes & FileAttributes.ReparsePoint) == 0 || entry.ResolveLinkTarget(returnFinalTarget: true) is not { } target)
        {
            return entry;
        }

        // A picture that is missing is one broken picture, told of when it is read.
        return target.Exists || ImageDecoder.HasPictureName(entry.Name)
            ? target
            : throw new InvalidInputException($"{name} is a link to {entry.LinkTarget}, which does not exist; expected a folder or a file.");
    }
}
