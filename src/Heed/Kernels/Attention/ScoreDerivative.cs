using System.Runtime.CompilerServices;

namespace Heed.Kernels;

/// <summary>From the scores s and the gradients dp of the weights of a panel to the weights and the gradients of the products.</summary>
internal unsafe struct ScoreDerivative<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private const int Stride = BackwardMemory.QueryBlock;

    /// <summary>[16] each: p = e^(s - shift) factor; delta = dO output.</summary>
    public float* Shift;
    public float* Factor;
    public float* Delta;
    public float Scale;

    /// <summary>[keys, 16]: what dropout multiplies the weights with; null without dropout.</summary>
    public float* Keep;

    /// <summary>In: weights = s, scores = dp before dropout. Out: weights = p keep, scores = scale p (dp keep - delta).</summary>
    /// <param name="weights">[keys, 16], rows <see cref="BackwardMemory.QueryBlock"/> apart, as are the scores.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Apply(float* weights, float* scores, int keys)
    {
        TLanes shift = TLanes.Load(Shift), factor = TLanes.Load(Factor), delta = TLanes.Load(Delta), scale = TLanes.Create(Scale);
        var keep = Keep;
        for (; keys > 0; keys--, weights += Stride, scores += Stride)
        {
            var p = TLanes.Exp(TLanes.Load(weights) - shift) * factor;
            var dp = TLanes.Load(scores);
            if (keep != null)
            {
                var kept = TLanes.Load(keep);
                (p * kept).Store(weights);
                dp *= kept;
                keep += AttentionTile.Lanes;
            }
            else
            {
                p.Store(weights);
            }

            (scale * p * (dp - delta)).Store(scores);
        }
    }

    /// <summary>d cap(x) / dx = 1 - tanh^2(x / softCap).</summary>
    /// <param name="products">[keys, 16]: x / softCap.</param>
    /// <param name="scores">Rows <see cref="BackwardMemory.QueryBlock"/> apart.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ThroughCap(float* products, float* scores, int keys)
    {
        var one = TLanes.Create(1);
        for (; keys > 0; keys--, products += AttentionTile.Lanes, scores += Stride)
        {
            var t = TLanes.Tanh(TLanes.Load(products));
            (TLanes.Load(scores) * (one - (t * t))).Store(scores);
        }
    }
}
