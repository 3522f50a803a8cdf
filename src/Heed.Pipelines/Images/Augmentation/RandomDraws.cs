using Heed.Kernels;

namespace Heed.Pipelines.Images.Augmentation;

/// <summary>Random numbers one after another under a key: the same key gives the same ones, on any thread.</summary>
/// <param name="key">What they depend on.</param>
internal struct RandomDraws(ulong key)
{
    private long next;

    /// <summary>A number in [0, 1).</summary>
    public double Uniform() => CounterRandom.Uniform(key, next++);

    /// <summary>A number in [low, high).</summary>
    public double Between(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>A whole number in [0, count).</summary>
    public int Below(int count) => (int)(((ulong)CounterRandom.UInt(key, next++) * (ulong)count) >> 32);

    public bool Chance(double probability) => Uniform() < probability;
}
