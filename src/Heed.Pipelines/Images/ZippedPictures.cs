using System.IO.Compression;

namespace Heed.Pipelines.Images;

/// <summary>Pictures in folders of their class inside a .zip; each is unpacked when it is read.</summary>
internal sealed class ZippedPictures
{
    // Every folder is kept by its whole path, so that a deep one would take memory by the square of its depth.
    private const int MostParts = 32;
    private const int MostCharacters = 4096;
    private const int ShownOfName = 40;

    private readonly Lock reading = new();
    private readonly HashSet<string> folders = [];
    private readonly List<string> ignored = [];
    private readonly List<(string[] Path, ImageSource Image)> found = [];

    private ZippedPictures(string path, ZipArchive archive)
    {
        foreach (var entry in archive.Entries)
        {
            var parts = entry.FullName.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);
            var isFolder = entry.FullName.EndsWith('/');
            if (parts.Length == 0 || !Array.TrueForAll(parts, FolderTree.IsSeen))
            {
                continue;
            }

            RequireReasonable(path, entry.FullName, parts.Length);

            for (var depth = 1; depth < parts.Length + (isFolder ? 1 : 0); depth++)
            {
                folders.Add(string.Join('/', parts[..depth]));
            }

            if (isFolder)
            {
                continue;
            }

            var name = $"{path}:{entry.FullName}";
            if (ImageDecoder.HasPictureName(name))
            {
                found.Add((parts, new Entry(reading, entry, name)));
            }
            else
            {
                ignored.Add(name);
            }
        }
    }

    /// <summary>Each with the names of their folders and their own.</summary>
    public IReadOnlyList<(string[] Path, ImageSource Image)> Pictures => found;

    /// <summary>Finds the pictures. The archive stays open for as long as one of them is known.</summary>
    /// <exception cref="InvalidDataException">It is no archive.</exception>
    /// <exception cref="InvalidInputException">A path in it is too deep or too long.</exception>
    public static ZippedPictures Open(string path)
    {
        var archive = ZipFile.OpenRead(path);
        try
        {
            return new(path, archive);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>The pictures with their classes.</summary>
    /// <exception cref="InvalidDataException">It is no archive.</exception>
    public static ImageSet Read(string path)
    {
        var pictures = Open(path);
        return new ClassFolders(path, pictures.folders.Select(folder => folder.Split('/')), pictures.found).Split() with { Ignored = pictures.ignored };
    }

    private static void RequireReasonable(string path, string entry, int parts)
    {
        var shown = entry[..Math.Min(entry.Length, ShownOfName)];
        if (parts > MostParts)
        {
            throw new InvalidInputException($"{path} has the entry {shown}... {parts:N0} names deep; expected at most {MostParts}.");
        }

        if (entry.Length > MostCharacters)
        {
            throw new InvalidInputException($"{path} has the entry {shown}... of {entry.Length:N0} characters; expected at most {MostCharacters:N0}.");
        }
    }

    private sealed class Entry(Lock reading, ZipArchiveEntry entry, string name) : ImageSource
    {
        public override string Name => name;

        public override RgbImage Read() => ImageDecoder.Decode(Unpack(), name);

        internal override RgbImage Read(DecodingBudget.Share share) => ImageDecoder.Decode(Unpack(), name, share);

        private byte[] Unpack()
        {
            try
            {
                if (entry.Length > ImageDecoder.MostBytes)
                {
                    throw new InvalidInputException($"{name} claims {entry.Length:N0} bytes; at most {ImageDecoder.MostBytes:N0} are read of a picture.");
                }

                // The archive has one place in its file; decoding is done outside.
                lock (reading)
                {
                    using var content = entry.Open();
                    using var bytes = new MemoryStream();
                    var buffer = new byte[1 << 16];
                    int read;
                    while ((read = content.Read(buffer)) > 0)
                    {
                        if (bytes.Length + read > entry.Length)
                        {
                            throw new InvalidDataException($"it claims {entry.Length} bytes and holds more");
                        }

                        bytes.Write(buffer, 0, read);
                    }

                    return bytes.ToArray();
                }
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException)
            {
                throw new InvalidInputException($"Cannot read {name}: {exception.Message.TrimEnd('.')}.", exception);
            }
        }
    }
}
