namespace Heed.Pipelines.Images;

/// <summary>
/// Reads labelled pictures: a folder or a .zip of class folders (with train, test or val above them, if so), idx files as of MNIST (.gz or
/// not), or CIFAR-10's binary batches. Files of pictures are opened when an example is read; idx and CIFAR files are read at once.
/// </summary>
public static class ImageData
{
    /// <summary>Finds out what <paramref name="path"/> is, and reads it.</summary>
    /// <param name="path">A folder of any of these kinds, a .zip, one idx file of pictures (its labels beside it), or one CIFAR batch.</param>
    /// <exception cref="InvalidInputException">There is nothing of the kind, or a file is broken.</exception>
    public static ImageSet Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Guarded(path, () => Labelled(path));
    }

    /// <summary>Whether <paramref name="path"/> is a folder or has the name of a kind that <see cref="Read"/> reads.</summary>
    public static bool IsLabelledPictures(string path) =>
        Directory.Exists(path) || Path.GetExtension(path).ToUpperInvariant() is ".ZIP" or ".BIN" || IdxFiles.IsPictures(path);

    /// <summary>
    /// Pictures without labels: one file, all pictures of a folder and the folders in it or of a .zip, in the order of their names, or those of an
    /// idx file or a CIFAR batch.
    /// </summary>
    /// <param name="path">Whatever is no folder, archive, idx file or batch is taken for one picture, and opened when that is read.</param>
    /// <exception cref="InvalidInputException">There is no picture in the folder or archive, or it is broken.</exception>
    public static IReadOnlyList<ImageSource> ReadPictures(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Guarded(path, () => LoosePictures.Read(path));
    }

    private static ImageSet Labelled(string path)
    {
        if (Directory.Exists(path))
        {
            return IdxFiles.ReadFolder(path) ?? CifarBatches.ReadFolder(path) ?? ClassFolders.Read(path);
        }

        if (!File.Exists(path))
        {
            throw new InvalidInputException($"There is no file or folder {path}; expected a folder of pictures, a .zip, idx files or CIFAR batches.");
        }

        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".ZIP" => ZippedPictures.Read(path),
            ".BIN" => new ImageSet(CifarBatches.Read(path)),
            _ when IdxFiles.IsPictures(path) => new ImageSet(IdxFiles.Read(path)),
            _ => throw new InvalidInputException($"{path} is no set of labelled pictures; expected a folder, a .zip, an idx file named like train-images-idx3-ubyte.gz, or a CIFAR batch (.bin)."),
        };
    }

    /// <summary>Does something with a file or folder, with the troubles of the file system in words.</summary>
    internal static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InvalidInputException($"Cannot read {path}: {exception.Message.TrimEnd('.')}.", exception);
        }
    }
}
