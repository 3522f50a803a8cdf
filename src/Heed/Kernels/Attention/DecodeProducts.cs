using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Kernels;

/// <summary>
/// The two products of a few queries with a run of keys and values. Lanes run along the rows, for these come from memory and are
/// read as they lie; while one run is worked on, the next one is asked for.
/// </summary>
internal static unsafe class DecodeProducts<TLanes, TElement>
    where TLanes : struct, ILanes<TLanes>
    where TElement : unmanaged
{
    private const int Width = AttentionTile.Lanes;

    /// <summary>Rows that share one reading of a run from the first cache: as many as there are registers for.</summary>
    public static int RowsAtOnce => typeof(TLanes) == typeof(Lanes512) ? 4 : 1;

    /// <summary>
    /// row = factor query, as the products want it: where the width is no multiple of 16, the last register of a key
    /// holds its last 16 elements, and those that came before meet zeros.
    /// </summary>
    /// <param name="row">Of <see cref="DecodeRows.Padded"/>(dim) floats.</param>
    public static void LoadQuery(float* query, float factor, int dim, float* row)
    {
        var whole = dim - (dim % Width);
        new Span<float>(row, DecodeRows.Padded(dim)).Clear();
        RowMath.Scale(query, factor, row, whole);
        RowMath.Scale(query + whole, factor, row + (dim < Width ? 0 : DecodeRows.Padded(dim) - dim + whole), dim - whole);
    }

    /// <summary>scores[r, j] = query_r key_j.</summary>
    /// <param name="queries">As <see cref="LoadQuery"/> made them, one behind the other.</param>
    /// <param name="rows">How many.</param>
    /// <param name="next">The run that is read after this one.</param>
    /// <param name="scores">Rows <paramref name="scoreStride"/> apart; as long as the next multiple of 4.</param>
    public static void Scores(
        float* queries, int rows, in DecodeRun<TElement> keys, in DecodeRun<TElement> next, float* scores, nint scoreStride)
    {
        nint queryStride = DecodeRows.Padded(keys.Dim);
        if (rows == 4 && RowsAtOnce == 4)
        {
            ScoresOfFour(queries, queryStride, keys, next, scores, scoreStride);
            return;
        }

        for (var row = 0; row < rows; row++)
        {
            ScoresOfOne(queries + (row * queryStride), keys, row == 0 ? next : default, scores + (row * scoreStride));
        }
    }

    /// <summary>outputs[r] += sum_j weights[r, j] value_j.</summary>
    /// <param name="weights">Rows <paramref name="weightStride"/> apart.</param>
    /// <param name="rows">How many.</param>
    /// <param name="isGuarded">Whether a weight of zero means "not there", whatever it is multiplied with.</param>
    /// <param name="next">The run that is read after this one.</param>
    /// <param name="outputs">Rows of <see cref="DecodeRows.Padded"/> floats.</param>
    public static void AddValues(
        float* weights, nint weightStride, int rows, bool isGuarded, in DecodeRun<TElement> values, in DecodeRun<TElement> next, float* outputs)
    {
        nint outputStride = DecodeRows.Padded(values.Dim);
        var whole = values.Dim - (values.Dim % Width);
        var d = 0;
        if (rows == 4 && RowsAtOnce == 4 && !isGuarded)
        {
            for (; d + (4 * Width) <= whole; d += 4 * Width)
            {
                AddToFour(weights, weightStride, values, d, d == 0 ? next : default, outputs + d, outputStride);
            }
        }

        for (var row = 0; row < rows; row++)
        {
            AddToOne(weights + (row * weightStride), isGuarded, values, d, row == 0 && d == 0 ? next : default, outputs + (row * outputStride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Load(TElement* source) =>
        typeof(TElement) == typeof(float) ? TLanes.Load((float*)source) : TLanes.Load((ushort*)source);

    /// <summary>The last lanes of a row, zeros in place of those that came before; of a row below 16, all.</summary>
    /// <param name="mask">As <see cref="FillMask"/> made it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LoadLast(TElement* row, nint dim, float* mask)
    {
        if (dim >= Width)
        {
            return TLanes.SelectEqual(TLanes.Load(mask), TLanes.Zero, TLanes.Zero, Load(row + dim - Width));
        }

        for (nint d = 0; d < dim; d++)
        {
            mask[d] = typeof(TElement) == typeof(float) ? ((float*)row)[d] : BitConverter.UInt32BitsToSingle((uint)((ushort*)row)[d] << 16);
        }

        return TLanes.Load(mask);
    }

    /// <summary>Ones for the last dim % 16 lanes, zeros before; all zeros where a row is below 16 and comes by way of the mask.</summary>
    private static void FillMask(float* mask, int dim)
    {
        for (var lane = 0; lane < Width && dim % Width != 0; lane++)
        {
            mask[lane] = dim >= Width && lane >= Width - (dim % Width) ? 1 : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScoresOfOne(float* query, in DecodeRun<TElement> keys, in DecodeRun<TElement> next, float* scores)
    {
        var mask = stackalloc float[Width];
        FillMask(mask, keys.Dim);
        nint stride = keys.Stride, dim = keys.Dim, whole = dim - (dim % Width);
        var row = keys.Rows;
        for (var j = 0; j < keys.Count; j += 4, row += 4 * stride)
        {
            next.Prefetch(j, j + 4);
            var left = keys.Count - j;
            TElement* k0 = row, k1 = left > 1 ? k0 + stride : k0, k2 = left > 2 ? k1 + stride : k0, k3 = left > 3 ? k2 + stride : k0;
            TLanes s0 = TLanes.Zero, s1 = s0, s2 = s0, s3 = s0;
            nint d = 0;
            for (; d < whole; d += Width)
            {
                var q = TLanes.Load(query + d);
                s0 = TLanes.MultiplyAdd(q, Load(k0 + d), s0);
                s1 = TLanes.MultiplyAdd(q, Load(k1 + d), s1);
                s2 = TLanes.MultiplyAdd(q, Load(k2 + d), s2);
                s3 = TLanes.MultiplyAdd(q, Load(k3 + d), s3);
            }

            if (d < dim)
            {
                var q = TLanes.Load(query + d);
                s0 = TLanes.MultiplyAdd(q, LoadLast(k0, dim, mask), s0);
                s1 = TLanes.MultiplyAdd(q, LoadLast(k1, dim, mask), s1);
                s2 = TLanes.MultiplyAdd(q, LoadLast(k2, dim, mask), s2);
                s3 = TLanes.MultiplyAdd(q, LoadLast(k3, dim, mask), s3);
            }

            TLanes.Sums(s0, s1, s2, s3).Store(scores + j);
        }
    }

    /// <summary>Four keys by four queries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScoresOfFour(
        float* query, nint queryStride, in DecodeRun<TElement> keys, in DecodeRun<TElement> next, float* scores, nint scoreStride)
    {
        var mask = stackalloc float[Width];
        FillMask(mask, keys.Dim);
        nint stride = keys.Stride, dim = keys.Dim, whole = dim - (dim % Width);
        var row = keys.Rows;
        for (var j = 0; j < keys.Count; j += 4, row += 4 * stride, scores += 4)
        {
            next.Prefetch(j, j + 4);
            var left = keys.Count - j;
            TElement* k0 = row, k1 = left > 1 ? k0 + stride : k0, k2 = left > 2 ? k1 + stride : k0, k3 = left > 3 ? k2 + stride : k0;
            TLanes s00 = TLanes.Zero, s01 = s00, s02 = s00, s03 = s00, s10 = s00, s11 = s00, s12 = s00, s13 = s00;
            TLanes s20 = s00, s21 = s00, s22 = s00, s23 = s00, s30 = s00, s31 = s00, s32 = s00, s33 = s00;
            var queries = query;
            nint d = 0;
            while (d < dim)
            {
                TLanes x0, x1, x2, x3;
                if (d < whole)
                {
                    (x0, x1, x2, x3) = (Load(k0 + d), Load(k1 + d), Load(k2 + d), Load(k3 + d));
                }
                else
                {
                    (x0, x1) = (LoadLast(k0, dim, mask), LoadLast(k1, dim, mask));
                    (x2, x3) = (LoadLast(k2, dim, mask), LoadLast(k3, dim, mask));
                }

                var q = TLanes.Load(queries);
                s00 = TLanes.MultiplyAdd(q, x0, s00);
                s01 = TLanes.MultiplyAdd(q, x1, s01);
                s02 = TLanes.MultiplyAdd(q, x2, s02);
                s03 = TLanes.MultiplyAdd(q, x3, s03);
                q = TLanes.Load(queries + queryStride);
                s10 = TLanes.MultiplyAdd(q, x0, s10);
                s11 = TLanes.MultiplyAdd(q, x1, s11);
                s12 = TLanes.MultiplyAdd(q, x2, s12);
                s13 = TLanes.MultiplyAdd(q, x3, s13);
                q = TLanes.Load(queries + (2 * queryStride));
                s20 = TLanes.MultiplyAdd(q, x0, s20);
                s21 = TLanes.MultiplyAdd(q, x1, s21);
                s22 = TLanes.MultiplyAdd(q, x2, s22);
                s23 = TLanes.MultiplyAdd(q, x3, s23);
                q = TLanes.Load(queries + (3 * queryStride));
                s30 = TLanes.MultiplyAdd(q, x0, s30);
                s31 = TLanes.MultiplyAdd(q, x1, s31);
                s32 = TLanes.MultiplyAdd(q, x2, s32);
                s33 = TLanes.MultiplyAdd(q, x3, s33);
                d += Width;
                queries += Width;
            }

            TLanes.Sums(s00, s01, s02, s03).Store(scores);
            TLanes.Sums(s10, s11, s12, s13).Store(scores + scoreStride);
            TLanes.Sums(s20, s21, s22, s23).Store(scores + (2 * scoreStride));
            TLanes.Sums(s30, s31, s32, s33).Store(scores + (3 * scoreStride));
        }
    }

    /// <summary>One row, from column <paramref name="first"/> on: 64 columns at once, then 16, then what is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddToOne(
        float* weights, bool isGuarded, in DecodeRun<TElement> values, nint first, in DecodeRun<TElement> next, float* output)
    {
        nint stride = values.Stride, dim = values.Dim, whole = dim - (dim % Width), d = first;
        var count = values.Count;
        for (; d + (4 * Width) <= whole; d += 4 * Width)
        {
            TLanes s0 = TLanes.Zero, s1 = s0, s2 = s0, s3 = s0;
            var row = values.Rows + d;
            for (var j = 0; j < count; j++, row += stride)
            {
                if (d == 0)
                {
                    next.Prefetch(j, j + 1);
                }

                if (isGuarded && weights[j] == 0)
                {
                    continue;
                }

                var w = TLanes.Create(weights[j]);
                s0 = TLanes.MultiplyAdd(w, Load(row), s0);
                s1 = TLanes.MultiplyAdd(w, Load(row + Width), s1);
                s2 = TLanes.MultiplyAdd(w, Load(row + (2 * Width)), s2);
                s3 = TLanes.MultiplyAdd(w, Load(row + (3 * Width)), s3);
            }

            AddLanes(output + d, s0, s1, s2, s3);
        }

        var mask = stackalloc float[Width];
        FillMask(mask, values.Dim);
        for (; d < dim; d += Width)
        {
            var s = TLanes.Zero;
            var row = values.Rows;
            for (var j = 0; j < count; j++, row += stride)
            {
                if (!isGuarded || weights[j] != 0)
                {
                    s = TLanes.MultiplyAdd(TLanes.Create(weights[j]), d < whole ? Load(row + d) : LoadLast(row, dim, mask), s);
                }
            }

            // The last lanes of a row may overlap those before, to which they add zeros.
            var target = output + (d < whole || dim < Width ? d : dim - Width);
            (TLanes.Load(target) + s).Store(target);
        }
    }

    /// <summary>64 columns of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddToFour(
        float* weights, nint weightStride, in DecodeRun<TElement> values, nint first, in DecodeRun<TElement> next, float* outputs, nint outputStride)
    {
        TLanes s00 = TLanes.Zero, s01 = s00, s02 = s00, s03 = s00, s10 = s00, s11 = s00, s12 = s00, s13 = s00;
        TLanes s20 = s00, s21 = s00, s22 = s00, s23 = s00, s30 = s00, s31 = s00, s32 = s00, s33 = s00;
        var row = values.Rows + first;
        for (var j = 0; j < values.Count; j++, row += values.Stride)
        {
            next.Prefetch(j, j + 1);
            TLanes x0 = Load(row), x1 = Load(row + Width), x2 = Load(row + (2 * Width)), x3 = Load(row + (3 * Width));
            var w = TLanes.Create(weights[j]);
            s00 = TLanes.MultiplyAdd(w, x0, s00);
            s01 = TLanes.MultiplyAdd(w, x1, s01);
            s02 = TLanes.MultiplyAdd(w, x2, s02);
            s03 = TLanes.MultiplyAdd(w, x3, s03);
            w = TLanes.Create(weights[weightStride + j]);
            s10 = TLanes.MultiplyAdd(w, x0, s10);
            s11 = TLanes.MultiplyAdd(w, x1, s11);
            s12 = TLanes.MultiplyAdd(w, x2, s12);
            s13 = TLanes.MultiplyAdd(w, x3, s13);
            w = TLanes.Create(weights[(2 * weightStride) + j]);
            s20 = TLanes.MultiplyAdd(w, x0, s20);
            s21 = TLanes.MultiplyAdd(w, x1, s21);
            s22 = TLanes.MultiplyAdd(w, x2, s22);
            s23 = TLanes.MultiplyAdd(w, x3, s23);
            w = TLanes.Create(weights[(3 * weightStride) + j]);
            s30 = TLanes.MultiplyAdd(w, x0, s30);
            s31 = TLanes.MultiplyAdd(w, x1, s31);
            s32 = TLanes.MultiplyAdd(w, x2, s32);
            s33 = TLanes.MultiplyAdd(w, x3, s33);
        }

        AddLanes(outputs, s00, s01, s02, s03);
        AddLanes(outputs + outputStride, s10, s11, s12, s13);
        AddLanes(outputs + (2 * outputStride), s20, s21, s22, s23);
        AddLanes(outputs + (3 * outputStride), s30, s31, s32, s33);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddLanes(float* output, TLanes a, TLanes b, TLanes c, TLanes d)
    {
        (TLanes.Load(output) + a).Store(output);
        (TLanes.Load(output + Width) + b).Store(output + Width);
        (TLanes.Load(output + (2 * Width)) + c).Store(output + (2 * Width));
        (TLanes.Load(output + (3 * Width)) + d).Store(output + (3 * Width));
    }
}
