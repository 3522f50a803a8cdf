using System.Runtime.CompilerServices;

namespace Heed.Kernels;

/// <summary>
/// Sixteen queries on their way through the keys: the queries [headDim, 16], the outputs so far [valueDim, 16], and of each lane
/// the shift m and the sum of e^(s - m) (Milakov and Gimelshein 2018; Dao et al. 2022).
/// </summary>
internal readonly unsafe struct AttentionPanel(float* start, int headDim, int valueDim)
{
    private const int Lanes = AttentionTile.Lanes;

    // Weights of up to e^8, and sums of them, are far from overflow. So the outputs are rescaled only when a maximum has
    // risen by more than that (Shah et al. 2024 and after).
    private const float Threshold = 8;

    public float* Queries => start;

    public float* Outputs => start + (headDim * Lanes);

    public float* Shift => start + ((headDim + valueDim) * Lanes);

    public float* Sum => start + ((headDim + valueDim + 1) * Lanes);

    public static int Length(int headDim, int valueDim) => Lanes * (headDim + valueDim + 2);

    public void Start(float shift, float sum)
    {
        new Span<float>(Outputs, Lanes * valueDim).Clear();
        new Span<float>(Shift, Lanes).Fill(shift);
        new Span<float>(Sum, Lanes).Fill(sum);
    }

    /// <summary>scores = e^(scores - shift), sum += scores; a maximum that has risen far first scales down what is there.</summary>
    /// <param name="scores">[keys, 16].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Exponentiate<TLanes>(float* scores, int keys)
        where TLanes : struct, ILanes<TLanes>
    {
        var end = scores + (keys * Lanes);
        TLanes max = TLanes.Load(scores), other = max;
        var s = scores + Lanes;
        for (; s + Lanes < end; s += 2 * Lanes)
        {
            max = TLanes.Max(max, TLanes.Load(s));
            other = TLanes.Max(other, TLanes.Load(s + Lanes));
        }

        if (s < end)
        {
            max = TLanes.Max(max, TLanes.Load(s));
        }

        max = TLanes.Max(max, other);
        var shift = TLanes.Load(Shift);
        if (TLanes.AnyGreater(max, shift + TLanes.Create(Threshold)))
        {
            shift = Raise(shift, TLanes.Max(max, shift));
        }

        shift = Finite(shift);
        TLanes sum = TLanes.Load(Sum), otherSum = TLanes.Zero;
        s = scores;
        for (; s + Lanes < end; s += 2 * Lanes)
        {
            var e = TLanes.Exp(TLanes.Load(s) - shift);
            var f = TLanes.Exp(TLanes.Load(s + Lanes) - shift);
            e.Store(s);
            f.Store(s + Lanes);
            sum += e;
            otherSum += f;
        }

        if (s < end)
        {
            var e = TLanes.Exp(TLanes.Load(s) - shift);
            e.Store(s);
            sum += e;
        }

        (sum + otherSum).Store(Sum);
    }

    /// <summary>Divides the outputs by the sums; a query that saw nothing keeps its zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Normalize<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var sum = TLanes.Load(Sum);
        var inverse = TLanes.SelectEqual(sum, TLanes.Zero, TLanes.Zero, TLanes.Create(1) / sum);
        var end = Outputs + (valueDim * Lanes);
        for (var o = Outputs; o < end; o += Lanes)
        {
            (TLanes.Load(o) * inverse).Store(o);
        }
    }

    /// <summary>A lane that has seen nothing yet has nothing to scale: 0 in place of -inf keeps it from becoming NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Finite<TLanes>(TLanes shift)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.SelectEqual(shift, TLanes.Create(float.NegativeInfinity), TLanes.Zero, shift);

    private TLanes Raise<TLanes>(TLanes old, TLanes raised)
        where TLanes : struct, ILanes<TLanes>
    {
        raised.Store(Shift);
        var scale = TLanes.Exp(old - Finite(raised));
        (TLanes.Load(Sum) * scale).Store(Sum);
        var end = Outputs + (valueDim * Lanes);
        for (var o = Outputs; o < end; o += Lanes)
        {
            (TLanes.Load(o) * scale).Store(o);
        }

        return raised;
    }
}
