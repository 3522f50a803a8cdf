using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Heed.Kernels;

namespace Heed.Pipelines.Images.Examination;

/// <summary>What is kept of a picture that was looked at.</summary>
/// <param name="Size">Its size.</param>
/// <param name="IsGrey">Whether it has no colour.</param>
/// <param name="Content">Tells its pixels from those of others.</param>
internal sealed record PictureLook(GridSize Size, bool IsGrey, UInt128 Content)
{
    public static PictureLook Of(RgbImage image)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes([image.Size.Height, image.Size.Width]));
        hash.AppendData(image.Pixels);
        return new PictureLook(image.Size, image.IsGrey(), MemoryMarshal.Read<UInt128>(hash.GetHashAndReset()));
    }
}
