using Heed.Autograd;

namespace Heed.Layers;

/// <summary>A learned vector for each id: <c>weight</c> [vocabSize, dim].</summary>
public sealed class Embedding
{
    private readonly int paddingId;

    /// <param name="scope">Where the weight is.</param>
    /// <param name="vocabSize">Number of ids.</param>
    /// <param name="dim">Width of a vector.</param>
    /// <param name="paddingId">The row that is read but never learned, or -1.</param>
    /// <param name="standardDeviation">Of the initial values.</param>
    public Embedding(ParameterScope scope, int vocabSize, int dim, int paddingId = -1, float standardDeviation = 0.02f)
    {
        Weight = scope.Parameter("weight", Initializer.Normal(standardDeviation), vocabSize, dim);
        this.paddingId = paddingId;
    }

    /// <summary>[vocabSize, dim].</summary>
    public Tensor Weight { get; }

    /// <param name="ids">[tokens].</param>
    /// <returns>[tokens, dim].</returns>
    public Tensor Forward(int[] ids) => Op.Embedding(Weight, ids, paddingId);
}
