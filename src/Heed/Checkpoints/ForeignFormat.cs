namespace Heed.Checkpoints;

/// <summary>Says what a file is that is not safetensors, from its first bytes, so that a message can say what to do.</summary>
internal static class ForeignFormat
{
    public static string? Recognise(ReadOnlySpan<byte> start) => start switch
    {
        _ when start.StartsWith("PK\x03\x04"u8) => "a ZIP archive, perhaps a PyTorch file to be saved again with safe_serialization=True",
        [0x80, >= 2 and <= 5, not 0, ..] => "a Python pickle, perhaps a PyTorch file to be saved again with safe_serialization=True",
        _ when start.StartsWith("GGUF"u8) => "a GGUF file",
        _ when start.StartsWith((ReadOnlySpan<byte>)[0x89, .. "HDF"u8]) => "an HDF5 file, perhaps Keras weights",
        _ when start.StartsWith((ReadOnlySpan<byte>)[0x93, .. "NUMPY"u8]) => "a NumPy array",
        _ when start.StartsWith("version https://git-lfs"u8) => "a Git LFS pointer, whose content is still to be fetched with `git lfs pull`",
        [0x1F, 0x8B, ..] => "gzip-compressed",
        [(byte)'<', ..] => "an HTML or XML page, perhaps of a failed download",
        [(byte)'{', ..] or [(byte)'[', ..] => "a JSON text",
        _ => null,
    };
}
