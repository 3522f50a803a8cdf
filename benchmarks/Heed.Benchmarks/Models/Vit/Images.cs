using TorchSharp;

namespace Heed.Benchmarks.Models.Vit;

/// <summary>Square images of random pixels, as a model gets them: [count, channels, size, size], about normal.</summary>
internal sealed record Images(int Count, int NumChannels, int Size, float[] Pixels)
{
    public int[] Shape => [Count, NumChannels, Size, Size];

    public static Images Random(int count, int numChannels, int size)
    {
        var pixels = new float[count * numChannels * size * size];
        var random = new Random(6);
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (float)((random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2);
        }

        return new Images(count, numChannels, size, pixels);
    }

    /// <param name="areChannelsLast">Whether a pixel's channels lie side by side; the shape is the same.</param>
    public torch.Tensor ToLibtorch(bool areChannelsLast = false)
    {
        var images = torch.tensor(Pixels, Count, NumChannels, Size, Size);
        return areChannelsLast ? images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : images;
    }
}
