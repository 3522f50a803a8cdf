using System.Text;

namespace Heed.Checkpoints;

/// <summary>
/// Writes files so that a kill, a crash or a full disk at any moment leaves the old file or the new one, whole. The new
/// content goes to a temporary file beside the target, is flushed to the disk, and takes the target's name by one rename.
/// </summary>
/// <remarks>
/// .NET cannot flush a directory, so after a power cut the rename itself may not have reached the disk yet: then the old
/// file is there, still whole.
/// </remarks>
public static class AtomicFile
{
    private const string TemporarySuffix = ".heed-tmp";

    // Between the moment a temporary file exists and the moment it is locked, another thread would take it for a stale one.
    private static readonly Lock Creating = new();

    /// <summary>Replaces <paramref name="path"/> by what <paramref name="write"/> writes, or leaves it as it was.</summary>
    /// <param name="path">The file to replace or create; its folder exists.</param>
    /// <param name="write">Writes the content; it leaves the stream open. Whatever it throws passes on, the old file untouched.</param>
    /// <exception cref="InvalidInputException">The disk is full, or the place cannot be written to.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var target = Path.GetFullPath(path);
        FileStream? file = null;
        var renamed = false;
        try
        {
            file = CreateTemporary(target);

            // The buffer stands before an unbuffered file: when a write fails, closing the file has nothing left to fail with.
            var buffer = new BufferedStream(file, 1 << 16);
            write(buffer);
            buffer.Flush();
            Guard(target, () =>
            {
                file.Flush(flushToDisk: true);
                if (Directory.Exists(target))
                {
                    throw new IOException("a folder has that name");
                }

                File.Move(file.Name, target, overwrite: true);
            });
            renamed = true;
        }
        catch (IOException exception) when (IsDiskFull(exception))
        {
            throw new InvalidInputException(
                $"Cannot write {target}: the disk is full; free some space or choose another folder (an older {Path.GetFileName(target)} is left as it was).", exception);
        }
        finally
        {
            if (file is not null)
            {
                if (!renamed)
                {
                    File.Delete(file.Name);
                }

                file.Dispose();
            }
        }
    }

    /// <summary>Replaces <paramref name="path"/> by <paramref name="text"/> in UTF-8 without a byte order mark.</summary>
    /// <exception cref="InvalidInputException">The disk is full, or the place cannot be written to.</exception>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private static FileStream CreateTemporary(string target)
    {
        FileStream? file = null;
        Guard(target, () =>
        {
            lock (Creating)
            {
                RemoveStale(target);

                // Open, and so locked, until it is renamed: that is how a temporary file in use differs from a dead one's.
                file = new FileStream(
                    $"{target}.{Guid.NewGuid():N}{TemporarySuffix}", FileMode.CreateNew, FileAccess.Write, FileShare.Delete, bufferSize: 0);
            }
        });
        return file!;
    }

    /// <summary>Removes what processes left that were killed while writing <paramref name="target"/>.</summary>
    private static void RemoveStale(string target)
    {
        var prefix = Path.GetFileName(target) + ".";
        var length = prefix.Length + Guid.Empty.ToString("N").Length + TemporarySuffix.Length;
        foreach (var path in Directory.EnumerateFiles(Path.GetDirectoryName(target)!, "*" + TemporarySuffix))
        {
            var name = Path.GetFileName(path);
            if (name.Length != length || !name.StartsWith(prefix, StringComparison.Ordinal))
            {
                continue;
            }

            try
            {
                using var unlocked = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                continue;
            }

            File.Delete(path);
        }
    }

    private static void Guard(string target, Action action)
    {
        try
        {
            action();
        }
        catch (DirectoryNotFoundException exception)
        {
            throw new InvalidInputException($"Cannot write {target}: the folder {Path.GetDirectoryName(target)} does not exist.", exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException || (exception is IOException io && !IsDiskFull(io)))
        {
            throw new InvalidInputException($"Cannot write {target}: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    // ENOSPC, EDQUOT (Linux, macOS); ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL.
    private static bool IsDiskFull(IOException exception) =>
        OperatingSystem.IsWindows()
            ? (exception.HResult & 0xFFFF) is 39 or 112
            : exception.HResult is 28 or 69 or 122;
}
