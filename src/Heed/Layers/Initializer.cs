using System.Text;
using Heed.Kernels;

namespace Heed.Layers;

/// <summary>How a parameter starts: a constant, or normally distributed around 0.</summary>
public readonly record struct Initializer
{
    private Initializer(float constant, float standardDeviation) => (Value, StandardDeviation) = (constant, standardDeviation);

    public static Initializer Zeros => new(0, 0);

    public static Initializer Ones => new(1, 0);

    public static Initializer Constant(float value) => new(value, 0);

    public float Value { get; }

    public float StandardDeviation { get; }

    /// <summary>Normal(0, <paramref name="standardDeviation"/>), cut off at three standard deviations.</summary>
    public static Initializer Normal(float standardDeviation) => new(0, standardDeviation);

    internal void Fill(Span<float> values, ulong seed, string name)
    {
        if (StandardDeviation == 0)
        {
            values.Fill(Value);
            return;
        }

        CounterRandom.FillNormal(values, seed ^ HashOf(name));
        foreach (ref var value in values)
        {
            value = Math.Clamp(value, -3, 3) * StandardDeviation;
        }
    }

    // FNV-1a, 64 bits: a name's own stream of random numbers.
    private static ulong HashOf(string name)
    {
        var hash = 14695981039346656037ul;
        foreach (var b in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ b) * 1099511628211ul;
        }

        return hash;
    }
}
