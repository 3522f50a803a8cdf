using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>
/// Queries on their way through the keys, row by row: the outputs so far, and of each the shift m and the sum of e^(s - m). Those
/// of several pieces of the keys make up the whole.
/// </summary>
internal readonly unsafe struct DecodeRows(float* start, int count, int valueDim)
{
    private const int Lanes = AttentionTile.Lanes;

    // As in a panel: outputs are rescaled only when a maximum has risen by more.
    private const float Threshold = 8;

    public int Count => count;

    public float* Outputs => start;

    public nint OutputStride => Padded(valueDim);

    public float* Shift => start + (count * OutputStride);

    public float* Sum => Shift + count;

    public static int Padded(int length) => (length + Lanes - 1) / Lanes * Lanes;

    public static int Length(int count, int valueDim) => (count * Padded(valueDim)) + Padded(2 * count);

    public void Start(int row, float shift, float sum)
    {
        new Span<float>(Outputs + (row * OutputStride), (int)OutputStride).Clear();
        (Shift[row], Sum[row]) = (shift, sum);
    }

    /// <summary>scores = e^(scores - shift), sum += scores; a maximum that has risen far first scales down what is there.</summary>
    /// <param name="scores">A multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Exponentiate<TLanes>(int row, float* scores, int keys)
        where TLanes : struct, ILanes<TLanes>
    {
        var max = TLanes.Load(scores);
        for (var j = Lanes; j < keys; j += Lanes)
        {
            max = TLanes.Max(max, TLanes.Load(scores + j));
        }

        if (TLanes.AnyGreater(max, TLanes.Create(Shift[row] + Threshold)))
        {
            Raise(row, Largest(max, Shift[row]));
        }

        var shift = TLanes.Create(Finite(Shift[row]));
        var sum = TLanes.Zero;
        for (var j = 0; j < keys; j += Lanes)
        {
            var weights = TLanes.Exp(TLanes.Load(scores + j) - shift);
            weights.Store(scores + j);
            sum += weights;
        }

        Sum[row] += TLanes.Sums(sum, TLanes.Zero, TLanes.Zero, TLanes.Zero).ToScalar();
    }

    /// <summary>Adds what the same queries found among other keys.</summary>
    public void Add(in DecodeRows other)
    {
        for (var row = 0; row < count; row++)
        {
            if (other.Shift[row] > Shift[row])
            {
                Raise(row, other.Shift[row]);
            }

            var scale = MathF.Exp(other.Shift[row] - Finite(Shift[row]));
            scale = float.IsNegativeInfinity(Shift[row]) ? 1 : scale;
            Sum[row] += scale * other.Sum[row];
            RowMath.AddScaled(other.Outputs + (row * OutputStride), scale, Outputs + (row * OutputStride), valueDim);
        }
    }

    private static float Largest<TLanes>(TLanes lanes, float largest)
        where TLanes : struct, ILanes<TLanes>
    {
        var values = stackalloc float[Lanes];
        lanes.Store(values);
        for (var lane = 0; lane < Lanes; lane++)
        {
            largest = values[lane] > largest ? values[lane] : largest;
        }

        return largest;
    }

    /// <summary>A row that has seen nothing yet has nothing to scale: 0 in place of -inf keeps it from becoming NaN.</summary>
    private static float Finite(float shift) => float.IsNegativeInfinity(shift) ? 0 : shift;

    private void Raise(int row, float raised)
    {
        var scale = MathF.Exp(Shift[row] - raised);
        Shift[row] = raised;
        Sum[row] *= scale;
        RowMath.Scale(Outputs + (row * OutputStride), scale, Outputs + (row * OutputStride), valueDim);
    }
}
