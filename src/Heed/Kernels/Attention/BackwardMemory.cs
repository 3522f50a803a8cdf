namespace Heed.Kernels;

/// <summary>The scratch memory of an item of the backward pass: up to 64 queries against up to 64 keys at a time.</summary>
internal readonly unsafe struct BackwardMemory
{
    public const int QueryBlock = 64;
    public const int KeyBlock = 64;
    private const int Lanes = AttentionTile.Lanes;

    public BackwardMemory(int headDim, int valueDim)
    {
        var (paddedHead, paddedValue) = (Padded(headDim), Padded(valueDim));
        var buffer = AttentionTerms.BufferLength(KeyBlock);
        var edge = Math.Max(KeyBlock, headDim) * Lanes;
        Queries = Scratch.Local((QueryBlock * ((2L * headDim) + valueDim + paddedHead + paddedValue + 3 + (2 * KeyBlock))) + buffer + edge);
        QueryGradients = Queries + (QueryBlock * headDim);
        Flows = QueryGradients + (QueryBlock * headDim);
        QueryRows = Flows + (QueryBlock * valueDim);
        FlowRows = QueryRows + (QueryBlock * paddedHead);
        Weights = FlowRows + (QueryBlock * paddedValue);
        Scores = Weights + (KeyBlock * QueryBlock);
        Shift = Scores + (KeyBlock * QueryBlock);
        Factor = Shift + QueryBlock;
        Delta = Factor + QueryBlock;
        Buffer = Delta + QueryBlock;
        Edge = Buffer + buffer;
    }

    /// <summary>Panels of [headDim, 16], scaled.</summary>
    public float* Queries { get; }

    /// <summary>Panels of [headDim, 16].</summary>
    public float* QueryGradients { get; }

    /// <summary>Panels of [valueDim, 16]: the gradient of the output.</summary>
    public float* Flows { get; }

    /// <summary>[queries, headDim rounded up to 16].</summary>
    public float* QueryRows { get; }

    /// <summary>[queries, valueDim rounded up to 16]: the gradient of the output.</summary>
    public float* FlowRows { get; }

    /// <summary>[keys, 64]: scores, then weights.</summary>
    public float* Weights { get; }

    /// <summary>[keys, 64]: gradients of the weights, then of the products.</summary>
    public float* Scores { get; }

    /// <summary>[64]: see <see cref="ScoreDerivative{TLanes}"/>.</summary>
    public float* Shift { get; }

    /// <summary>[64].</summary>
    public float* Factor { get; }

    /// <summary>[64].</summary>
    public float* Delta { get; }

    /// <summary>What the terms, dropout or the cap need, one after another.</summary>
    public float* Buffer { get; }

    /// <summary>Room for what does not fill sixteen columns.</summary>
    public float* Edge { get; }

    private float* KeptScores => Buffer + (Lanes * KeyBlock);

    public ScoreDerivative<TLanes> Derivative<TLanes>(int panel, float scale)
        where TLanes : struct, ILanes<TLanes> =>
        new() { Shift = Shift + (panel * Lanes), Factor = Factor + (panel * Lanes), Delta = Delta + (panel * Lanes), Scale = scale };

    /// <summary>target[row, ..] = source[row, ..] and zeros up to sixteen columns.</summary>
    public static void CopyRows(float* source, int stride, int rows, int columns, float* target)
    {
        var padded = Padded(columns);
        for (var row = 0; row < rows; row++)
        {
            new ReadOnlySpan<float>(source + ((long)row * stride), columns).CopyTo(new Span<float>(target + (row * padded), columns));
            new Span<float>(target + (row * padded) + columns, padded - columns).Clear();
        }
    }

    /// <summary>Whether no query, no gradient of an output and nothing that was computed from them is NaN or infinite.</summary>
    public bool AreQueriesFinite(int count, int headDim, int valueDim) =>
        RowMath.AreFinite(QueryRows, 0, 1, count * Padded(headDim)) && RowMath.AreFinite(FlowRows, 0, 1, count * Padded(valueDim))
            && RowMath.AreFinite(Factor, QueryBlock, 2, count);

    /// <summary>Keeps the scores of a panel for <see cref="HideAgain"/>, behind what dropout and the cap need.</summary>
    /// <param name="scores">[keys, 16], rows of 64.</param>
    public void KeepScores(float* scores, int keys)
    {
        for (var j = 0; j < keys; j++)
        {
            new ReadOnlySpan<float>(scores + (j * QueryBlock), Lanes).CopyTo(new Span<float>(KeptScores + (j * Lanes), Lanes));
        }
    }

    /// <summary>What is hidden has neither weight nor gradient, whatever numbers it met.</summary>
    /// <param name="weights">[keys, 16], rows of 64, as are the scores.</param>
    public void HideAgain(float* weights, float* scores, int keys)
    {
        for (var j = 0; j < keys; j++)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                if (float.IsNegativeInfinity(KeptScores[(j * Lanes) + lane]))
                {
                    (weights[(j * QueryBlock) + lane], scores[(j * QueryBlock) + lane]) = (0, 0);
                }
            }
        }
    }

    public static void Clear(float* weights, float* scores, int from, int to)
    {
        for (var j = from; j < to; j++)
        {
            new Span<float>(weights + (j * QueryBlock), Lanes).Clear();
            new Span<float>(scores + (j * QueryBlock), Lanes).Clear();
        }
    }

    /// <summary>c[keys, dim] += a[keys, queries] b[queries, dim], sixteen columns at a time; the last few by way of a buffer.</summary>
    /// <param name="a">Rows of 64.</param>
    /// <param name="b">Rows of dim rounded up to 16.</param>
    /// <param name="guarded">Whether a zero in a is to hide what it meets in b.</param>
    public void AddProduct(float* a, int keys, float* b, int queries, float* c, int cStride, int dim, bool guarded)
    {
        var bStride = Padded(dim);
        var column = 0;
        for (; column + (2 * Lanes) <= dim && !guarded; column += 2 * Lanes)
        {
            MatMulTile.MultiplyPair(a, QueryBlock, 1, b + column, b + column + Lanes, bStride, queries, c + column, c + column + Lanes, cStride, keys, accumulate: true);
        }

        for (; column < dim; column += Lanes)
        {
            var columns = Math.Min(Lanes, dim - column);
            if (guarded)
            {
                AddGuarded(a, keys, b + column, bStride, queries, c + column, cStride, columns);
            }
            else if (columns == Lanes)
            {
                MatMulTile.Multiply(a, QueryBlock, 1, b + column, bStride, queries, c + column, cStride, keys, accumulate: true);
            }
            else
            {
                MatMulTile.Multiply(a, QueryBlock, 1, b + column, bStride, queries, Edge, Lanes, keys, accumulate: false);
                for (var j = 0; j < keys; j++)
                {
                    RowMath.Add(Edge + (j * Lanes), c + ((long)j * cStride) + column, columns);
                }
            }
        }
    }

    private static void AddGuarded(float* a, int keys, float* b, int bStride, int queries, float* c, int cStride, int columns)
    {
        for (var j = 0; j < keys; j++)
        {
            for (var i = 0; i < queries; i++)
            {
                var factor = a[(j * QueryBlock) + i];
                for (var d = 0; d < columns && factor != 0; d++)
                {
                    c[((long)j * cStride) + d] += factor * b[(i * bStride) + d];
                }
            }
        }
    }

    private static int Padded(int dim) => (dim + Lanes - 1) / Lanes * Lanes;
}
