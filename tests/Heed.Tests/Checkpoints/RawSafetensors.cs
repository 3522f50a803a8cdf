using System.Buffers.Binary;
using System.Text;

namespace Heed.Tests.Checkpoints;

/// <summary>Files that a careful writer would not write.</summary>
internal static class RawSafetensors
{
    public static byte[] Bytes(string header, byte[]? data = null, ulong? announced = null)
    {
        var json = Encoding.Latin1.GetBytes(header);
        var length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, announced ?? (ulong)json.Length);
        return [.. length, .. json, .. data ?? []];
    }

    public static void Write(string path, string header, byte[]? data = null, ulong? announced = null) =>
        File.WriteAllBytes(path, Bytes(header, data, announced));

    /// <summary>A file with the one tensor "x" of one axis.</summary>
    public static void WriteVector(string path, string dtype, int length, byte[] data) =>
        Write(path, $$$"""{"x":{"dtype":"{{{dtype}}}","shape":[{{{length}}}],"data_offsets":[0,{{{data.Length}}}]}}""", data);
}
