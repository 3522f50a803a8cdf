namespace Heed.Pipelines.Images;

/// <summary>Pictures in folders of their class, as they lie on a disk or in an archive, with folders of splits above them if so.</summary>
internal sealed class ClassFolders
{
    private readonly string name;
    private readonly List<string[]> folders;
    private readonly List<(string[] Path, ImageSource Image)> pictures;

    /// <param name="name">What messages call the whole.</param>
    /// <param name="folders">Every folder, as names from the top.</param>
    /// <param name="pictures">Every picture, with the names of its folders and its own.</param>
    public ClassFolders(string name, IEnumerable<string[]> folders, IEnumerable<(string[] Path, ImageSource Image)> pictures)
    {
        this.name = name;
        this.folders = [.. folders];
        this.pictures = [.. pictures.OrderBy(picture => string.Join('/', picture.Path), StringComparer.Ordinal)];
        OpenLoneFolder();
    }

    public static ImageSet Read(string directory)
    {
        var folders = new List<string[]>();
        var pictures = new List<(string[] Path, ImageSource Image)>();
        var ignored = new List<string>();
        foreach (var (entry, path) in FolderTree.Walk(directory))
        {
            if (entry is DirectoryInfo)
            {
                folders.Add(path);
            }
            else if (ImageDecoder.HasPictureName(path[^1]))
            {
                pictures.Add((path, ImageSource.FromFile(Path.Join([directory, .. path]))));
            }
            else
            {
                ignored.Add(Path.Join([directory, .. path]));
            }
        }

        return new ClassFolders(directory, folders, pictures).Split() with { Ignored = ignored };
    }

    /// <exception cref="InvalidInputException">No class folders, an empty one, or a split without training pictures.</exception>
    public ImageSet Split()
    {
        var tops = folders.Select(folder => folder[0]).Distinct().ToList();
        var splits = tops.Select(SplitOf).ToList();

        // One folder named like a split may be a class, as a train is; two are no accident.
        if (splits.Distinct().Count(split => split is not null) < (splits.Contains(null) ? 2 : 1))
        {
            return new ImageSet(Classes(at: 0, top: null)) { Unlabelled = Above(1) };
        }

        if (tops.Find(top => SplitOf(top) is null && pictures.Exists(picture => picture.Path[0] == top)) is { } foreign)
        {
            var named = tops.Where(top => SplitOf(top) is not null).Order(StringComparer.Ordinal);
            throw new InvalidInputException(
                $"{name} holds pictures in {foreign} beside the splits {string.Join(" and ", named)}; expected splits alone, with class folders in each, or class folders alone.");
        }

        if (!splits.Contains("train"))
        {
            throw new InvalidInputException($"{name} holds {string.Join(" and ", tops.Where(top => SplitOf(top) is not null).Order(StringComparer.Ordinal))} but no train; expected a folder train beside them.");
        }

        IReadOnlyList<ImageExample>? Of(string split) => splits.IndexOf(split) is >= 0 and var at ? Classes(at: 1, tops[at]) : null;
        return new ImageSet(Of("train")!, Of("validation"), Of("test")) { Unlabelled = Above(2) };
    }

    private List<string> Above(int depth) => [.. pictures.Where(picture => picture.Path.Length <= depth).Select(picture => picture.Image.Name)];

    // An archive, and what was unpacked from one, often has all it holds in one folder.
    private void OpenLoneFolder()
    {
        while (pictures.Count > 0
            && folders.Select(folder => folder[0]).Distinct().Count() == 1
            && pictures.TrueForAll(picture => picture.Path.Length > 2)
            && SplitOf(folders[0][0]) is null)
        {
            folders.RemoveAll(folder => folder.Length == 1);
            for (var i = 0; i < folders.Count; i++)
            {
                folders[i] = folders[i][1..];
            }

            for (var i = 0; i < pictures.Count; i++)
            {
                pictures[i] = (pictures[i].Path[1..], pictures[i].Image);
            }
        }
    }

    private List<ImageExample> Classes(int at, string? top)
    {
        var examples = pictures
            .Where(picture => picture.Path.Length > at + 1 && (top is null || picture.Path[0] == top))
            .Select(picture => new ImageExample(picture.Image, picture.Path[at]))
            .ToList();
        var where = top is null ? name : $"{name}/{top}";
        var full = examples.Select(example => example.Label).ToHashSet();
        var empty = folders.Where(folder => folder.Length > at && (top is null || folder[0] == top)).Select(folder => folder[at]).FirstOrDefault(folder => !full.Contains(folder));
        if (empty is not null)
        {
            throw new InvalidInputException($"{where}/{empty} holds no picture; expected at least one ({string.Join(", ", ImageDecoder.Endings)}) in every class folder.");
        }

        return examples.Count > 0 ? examples : throw new InvalidInputException($"{where} holds no folders of pictures; expected a folder a class, named like it.");
    }

    private static string? SplitOf(string folder) => folder.ToUpperInvariant() switch
    {
        "TRAIN" or "TRAINING" => "train",
        "VAL" or "VALID" or "VALIDATION" => "validation",
        "TEST" or "TESTING" => "test",
        _ => null,
    };
}
