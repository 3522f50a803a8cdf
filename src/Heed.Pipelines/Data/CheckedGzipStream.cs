using System.Buffers.Binary;
using System.IO.Compression;

namespace Heed.Pipelines.Data;

/// <summary>
/// A gzip file that says so when its end is missing: .NET's stream just ends there. The last four bytes hold the length of the
/// content (RFC 1952, ISIZE, modulo 2^32).
/// </summary>
internal sealed class CheckedGzipStream(FileStream file) : GZipStream(file, CompressionMode.Decompress)
{
    private readonly uint claimed = ReadClaim(file);
    private uint found;

    // All other ways to read from a derived stream lead here.
    public override int Read(byte[] array, int offset, int count)
    {
        var read = base.Read(array, offset, count);
        found += (uint)read;
        return read > 0 || count == 0 || found == claimed
            ? read
            : throw new InvalidDataException($"it is cut off, or joined of several parts: its end claims {claimed} bytes where {found} were found");
    }

    private static uint ReadClaim(FileStream file)
    {
        Span<byte> end = stackalloc byte[4];
        if (file.Length < 18)
        {
            throw new InvalidDataException("it is too short for a gzip file");
        }

        file.Seek(-end.Length, SeekOrigin.End);
        file.ReadExactly(end);
        file.Position = 0;
        return BinaryPrimitives.ReadUInt32LittleEndian(end);
    }
}
