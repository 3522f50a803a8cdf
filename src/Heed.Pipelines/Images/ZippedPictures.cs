using System.IO.Compression;

namespace Heed.Pipelines.Images;

/// <summary>Pictures in folders of their class inside a .zip; each is unpacked when it is read.</summary>
internal sealed class ZippedPictures
{
    private readonly ZipArchive archive;
    private readonly Lock reading = new();

    private ZippedPictures(ZipArchive archive) => this.archive = archive;

    /// <exception cref="InvalidDataException">It is no archive.</exception>
    public static ImageSet Read(string path)
    {
        // It stays open for as long as one of its pictures is known.
        var pictures = new ZippedPictures(ZipFile.OpenRead(path));
        var folders = new HashSet<string>();
        var found = new List<(string[] Path, ImageSource Image)>();
        foreach (var entry in pictures.archive.Entries)
        {
            var parts = entry.FullName.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);
            var isFolder = entry.FullName.EndsWith('/');
            if (parts.Length == 0 || !ClassFolders.IsSeen(parts))
            {
                continue;
            }

            for (var depth = 1; depth < parts.Length + (isFolder ? 1 : 0); depth++)
            {
                folders.Add(string.Join('/', parts[..depth]));
            }

            if (!isFolder && ImageDecoder.HasPictureName(entry.FullName))
            {
                found.Add((parts, new Entry(pictures, entry, $"{path}:{entry.FullName}")));
            }
        }

        return new ClassFolders(path, folders.Select(folder => folder.Split('/')), found).Split();
    }

    private sealed class Entry(ZippedPictures owner, ZipArchiveEntry entry, string name) : ImageSource
    {
        public override string Name => name;

        public override RgbImage Read() => ImageDecoder.Decode(Unpack(), name);

        private byte[] Unpack()
        {
            try
            {
                if (entry.Length > ImageDecoder.MostBytes)
                {
                    throw new InvalidInputException($"{name} claims {entry.Length:N0} bytes; at most {ImageDecoder.MostBytes:N0} are read of a picture.");
                }

                // The archive has one place in its file; decoding is done outside.
                lock (owner.reading)
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
