namespace Heed.Kernels.Reference;

/// <summary>Rotary position embedding of one head; <see cref="RotaryKernel"/> is tested against it.</summary>
public static class RotaryReference
{
    /// <summary>Turns the pairs (x_i, x_(i + headDim / 2)), or (x_2i, x_(2i + 1)), by position * theta^(-2i / headDim).</summary>
    public static void Apply(
        ReadOnlySpan<float> x, int position, Span<float> y, float theta, bool inverse, RotaryLayout layout = RotaryLayout.Halves)
    {
        var half = x.Length / 2;
        for (var i = 0; i < half; i++)
        {
            var angle = (inverse ? -1 : 1) * position * Math.Pow(theta, -2.0 * i / x.Length);
            var (sine, cosine) = Math.SinCos(angle);
            var (j, k) = layout == RotaryLayout.Halves ? (i, half + i) : (2 * i, (2 * i) + 1);
            var (a, b) = (x[j], x[k]);
            y[j] = (float)((a * cosine) - (b * sine));
            y[k] = (float)((b * cosine) + (a * sine));
        }
    }
}
