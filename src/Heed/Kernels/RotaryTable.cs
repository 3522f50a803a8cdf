namespace Heed.Kernels;

/// <summary>Cosines and sines of all positions so far asked for, made once for each head size, base and scaling.</summary>
internal sealed class RotaryTable
{
    private static readonly Lock Growth = new();
    private static RotaryTable[] tables = [];
    private readonly int headDim;
    private readonly float theta;
    private readonly RotaryScaling? scaling;
    private readonly int positions;

    private RotaryTable(int headDim, float theta, RotaryScaling? scaling, int positions)
    {
        (this.headDim, this.theta, this.scaling, this.positions) = (headDim, theta, scaling, positions);
        var half = headDim / 2;
        Cosines = new float[positions * half];
        Sines = new float[positions * half];
        for (var i = 0; i < half; i++)
        {
            // Rounded to float where transformers rounds, so that far positions turn by the same angle.
            var frequency = 1f / (float)Math.Pow(theta, 2.0 * i / headDim);
            frequency = scaling?.Scale(frequency) ?? frequency;
            for (var position = 0; position < positions; position++)
            {
                var (sine, cosine) = Math.SinCos((float)position * frequency);
                Cosines[(position * half) + i] = (float)cosine;
                Sines[(position * half) + i] = (float)sine;
            }
        }
    }

    /// <summary>[positions, headDim / 2].</summary>
    public float[] Cosines { get; }

    /// <summary>[positions, headDim / 2].</summary>
    public float[] Sines { get; }

    public static RotaryTable For(int headDim, float theta, RotaryScaling? scaling, int positions) =>
        Find(headDim, theta, scaling, positions) ?? Grow(headDim, theta, scaling, positions);

    private static RotaryTable? Find(int headDim, float theta, RotaryScaling? scaling, int positions)
    {
        foreach (var table in Volatile.Read(ref tables))
        {
            if (table.IsFor(headDim, theta, scaling) && table.positions >= positions)
            {
                return table;
            }
        }

        return null;
    }

    private static RotaryTable Grow(int headDim, float theta, RotaryScaling? scaling, int positions)
    {
        lock (Growth)
        {
            if (Find(headDim, theta, scaling, positions) is { } found)
            {
                return found;
            }

            var grown = new RotaryTable(headDim, theta, scaling, Math.Max(64, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)positions)));
            Volatile.Write(ref tables, [.. tables.Where(table => !table.IsFor(headDim, theta, scaling)), grown]);
            return grown;
        }
    }

    private bool IsFor(int headDim, float theta, RotaryScaling? scaling) => this.headDim == headDim && this.theta == theta && this.scaling == scaling;
}
