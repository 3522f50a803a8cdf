using Heed.Autograd;

namespace Heed.Layers;

/// <summary>
/// A learned vector for each position (Gehring et al. 2017, section 3.1; BERT, GPT-2): <c>weight</c> [maxPositions, modelDim], added to the
/// embeddings. It knows no position but those it has a row for.
/// </summary>
public sealed class LearnedPositions
{
    /// <param name="scope">Where the weight is.</param>
    /// <param name="maxPositions">Number of positions.</param>
    /// <param name="modelDim">Width of a vector.</param>
    /// <param name="standardDeviation">Of the initial values.</param>
    public LearnedPositions(ParameterScope scope, int maxPositions, int modelDim, float standardDeviation = 0.02f) =>
        Weight = scope.Parameter("weight", Initializer.Normal(standardDeviation), maxPositions, modelDim);

    /// <summary>[maxPositions, modelDim].</summary>
    public Tensor Weight { get; }

    /// <summary>y_t = x_t + weight[position of t]. Gradients flow to both.</summary>
    /// <param name="x">[tokens, modelDim].</param>
    /// <param name="positions">[tokens], each in [0, maxPositions).</param>
    /// <returns>[tokens, modelDim].</returns>
    /// <exception cref="ArgumentOutOfRangeException">A position has no row.</exception>
    public Tensor Forward(Tensor x, int[] positions) => Op.Add(x, Op.Embedding(Weight, positions));
}
