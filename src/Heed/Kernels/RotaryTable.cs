namespace Heed.Kernels;

/// <summary>Cosines and sines of all positions so far asked for, made once for each head size, base, scaling and layout.</summary>
internal sealed class RotaryTable
{
    private static readonly Lock Growth = new();
    private static RotaryTable[] tables = [];
    private readonly int headDim;
    private readonly float theta;
    private readonly RotaryScaling? scaling;
    private readonly RotaryLayout layout;
    private readonly int positions;

    private RotaryTable(int headDim, float theta, RotaryScaling? scaling, RotaryLayout layout, int positions)
    {
        (this.headDim, this.theta, this.scaling, this.layout, this.positions) = (headDim, theta, scaling, layout, positions);
        var half = headDim / 2;
        Cosines = new float[positions * half];
        Sines = new float[positions * half];
        for (var i = 0; i < half; i++)
        {
            var frequency = Frequency(i, headDim, theta, scaling, layout);
            for (var position = 0; position < positions; position++)
            {
                var (sine, cosine) = Math.SinCos(Rounds(layout) ? (float)(position * frequency) : position * frequency);
                Cosines[(position * half) + i] = (float)cosine;
                Sines[(position * half) + i] = (float)sine;
            }
        }
    }

    /// <summary>[positions, headDim / 2].</summary>
    public float[] Cosines { get; }

    /// <summary>[positions, headDim / 2].</summary>
    public float[] Sines { get; }

    public static RotaryTable For(int headDim, float theta, RotaryScaling? scaling, RotaryLayout layout, int positions) =>
        Find(headDim, theta, scaling, layout, positions) ?? Grow(headDim, theta, scaling, layout, positions);

    private static RotaryTable? Find(int headDim, float theta, RotaryScaling? scaling, RotaryLayout layout, int positions)
    {
        foreach (var table in Volatile.Read(ref tables))
        {
            if (table.IsFor(headDim, theta, scaling, layout) && table.positions >= positions)
            {
                return table;
            }
        }

        return null;
    }

    private static RotaryTable Grow(int headDim, float theta, RotaryScaling? scaling, RotaryLayout layout, int positions)
    {
        lock (Growth)
        {
            if (Find(headDim, theta, scaling, layout, positions) is { } found)
            {
                return found;
            }

            var grown = new RotaryTable(headDim, theta, scaling, layout, Math.Max(64, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)positions)));
            Volatile.Write(ref tables, [.. tables.Where(table => !table.IsFor(headDim, theta, scaling, layout)), grown]);
            return grown;
        }
    }

    /// <summary>theta^(-2i / headDim), scaled.</summary>
    public static double Frequency(int i, int headDim, float theta, RotaryScaling? scaling, RotaryLayout layout)
    {
        var power = Math.Pow(theta, 2.0 * i / headDim);
        var frequency = Rounds(layout) ? 1f / (float)power : 1 / power;
        frequency = scaling?.Scale(frequency) ?? frequency;
        return Rounds(layout) ? (float)frequency : frequency;
    }

    // transformers computes the angles of halves in float32, and a far position must turn by the same angle; RoFormer's are exact.
    private static bool Rounds(RotaryLayout layout) => layout == RotaryLayout.Halves;

    private bool IsFor(int headDim, float theta, RotaryScaling? scaling, RotaryLayout layout) =>
        this.headDim == headDim && this.theta == theta && this.layout == layout && this.scaling == scaling;
}
