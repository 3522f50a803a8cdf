using System.Text;

namespace Heed.Figures;

/// <summary>Files that are there completely or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside the target, then renames; makes the directory if need be.</summary>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes beside the target, then renames; makes the directory if need be.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var draft = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(draft, bytes);
            File.Move(draft, target, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
