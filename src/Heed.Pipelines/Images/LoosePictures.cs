namespace Heed.Pipelines.Images;

/// <summary>Pictures without labels: what a path holds, in the order of names.</summary>
internal static class LoosePictures
{
    /// <exception cref="InvalidInputException">A folder or archive that holds no picture.</exception>
    public static IReadOnlyList<ImageSource> Read(string path)
    {
        if (Directory.Exists(path))
        {
            return Some(path, FolderTree.Walk(path)
                .Where(found => found.Entry is not DirectoryInfo && ImageDecoder.HasPictureName(found.Path[^1]))
                .Select(found => (found.Path, ImageSource.FromFile(Path.Join([path, .. found.Path])))));
        }

        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".ZIP" when File.Exists(path) => Some(path, ZippedPictures.Open(path).Pictures),
            ".BIN" when File.Exists(path) => [.. CifarBatches.Read(path).Select(example => example.Image)],
            _ when IdxFiles.IsPictures(path) && File.Exists(path) => IdxFiles.ReadPictures(path),
            _ => [ImageSource.FromFile(path)],
        };
    }

    private static List<ImageSource> Some(string path, IEnumerable<(string[] Path, ImageSource Image)> pictures) =>
        pictures.OrderBy(picture => string.Join('/', picture.Path), StringComparer.Ordinal).Select(picture => picture.Image).ToList() is { Count: > 0 } found
            ? found
            : throw new InvalidInputException($"{path} holds no picture; expected at least one file that ends in {string.Join(", ", ImageDecoder.Endings)}.");
}
