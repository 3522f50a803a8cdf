using Heed.Autograd;

namespace Heed.Layers;

/// <summary>
/// One vector for each sequence, its tokens weighed by what they say themselves: z = sum_i w_i x_i, w = softmax over the tokens of x_i g + b
/// (Hassani et al. 2021, arXiv:2104.05704). <c>weight</c> is g, [1, modelDim].
/// </summary>
public sealed class SequencePooling(ParameterScope scope, int modelDim, float standardDeviation = 0.02f)
{
    private readonly Linear score = new(scope, modelDim, 1, standardDeviation: standardDeviation);

    /// <param name="x">[batch, seqLen, modelDim].</param>
    /// <returns>[batch, modelDim].</returns>
    public Tensor Forward(Tensor x) => Pool(x).Pooled;

    /// <param name="x">[batch, seqLen, modelDim].</param>
    /// <returns>[batch, modelDim], and the weights, [batch, seqLen], which sum to 1.</returns>
    public (Tensor Pooled, Tensor Weights) Pool(Tensor x)
    {
        var (batch, seqLen, dim) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        var weights = Op.Softmax(score.Forward(x).Reshape(batch, seqLen));
        var pooled = Op.MatMul(weights.Reshape(batch, 1, seqLen), x); // [1, seqLen] x [seqLen, dim] -> [1, dim]
        return (pooled.Reshape(batch, dim), weights);
    }
}
