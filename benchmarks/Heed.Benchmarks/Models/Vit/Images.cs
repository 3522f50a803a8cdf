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

    public torch.Tensor ToLibtorch() => torch.tensor(Pixels, Count, NumChannels, Size, Size);
}
