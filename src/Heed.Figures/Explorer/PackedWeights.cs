using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;

namespace Heed.Figures.Explorer;

/// <summary>
/// Weights w in [0, 1] as integers q = round(top sqrt(w)), deflated. The square root spends the precision where attention has its
/// many small weights: with two bytes (top 65535) the error is below 2e-5, with one (top 255) below 0.4 sqrt(w) percent.
/// One byte is enough for large maps, where single weights are not read off.
/// </summary>
internal sealed record PackedWeights(int BytesEach, byte[] Deflated)
{
    private const int MostWithTwoBytes = 250_000;

    public static PackedWeights Of(ReadOnlySpan<float> weights)
    {
        var bytesEach = weights.Length <= MostWithTwoBytes ? 2 : 1;
        var codes = new byte[weights.Length * bytesEach];
        for (var i = 0; i < weights.Length; i++)
        {
            var root = Math.Min(1, Math.Sqrt(weights[i]));
            if (bytesEach == 2)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(codes.AsSpan(2 * i), (ushort)Math.Round(65535 * root));
            }
            else
            {
                codes[i] = (byte)Math.Round(255 * root);
            }
        }

        using var buffer = new MemoryStream();
        using (var deflate = new DeflateStream(buffer, CompressionLevel.Optimal))
        {
            deflate.Write(codes);
        }

        return new PackedWeights(bytesEach, buffer.ToArray());
    }

    public void Write(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteNumber("bytesEach", BytesEach);
        json.WriteBase64String("deflated", Deflated);
        json.WriteEndObject();
    }
}
