using Heed.Autograd;

namespace Heed.Layers;

/// <summary>
/// What stands around each sub-layer f of a transformer. Post-norm: y = norm(x + branch(f(x))) (Vaswani et al. 2017, section 3.1).
/// Pre-norm: y = x + branch(f(norm(x))) (Xiong et al. 2020, arXiv:2002.04745). The branch is dropout and, where asked for, a learned factor
/// for each dimension (LayerScale, Touvron et al. 2021, arXiv:2103.17239) and stochastic depth (<see cref="Op.AddBranch"/>).
/// </summary>
/// <param name="norm">The normalisation.</param>
/// <param name="placement">Where it stands.</param>
/// <param name="dropoutRate">Share of the sub-layer's result dropped in training.</param>
/// <param name="layerScale">[modelDim], the factors of the branch; null for none.</param>
/// <param name="stochasticDepth">Share of the sequences that go without the branch in training.</param>
public sealed class Residual(
    LayerNorm norm, NormPlacement placement, float dropoutRate = 0, Tensor? layerScale = null, float stochasticDepth = 0)
{
    /// <param name="x">[tokens, modelDim].</param>
    /// <param name="subLayer">f, from [tokens, modelDim] to [tokens, modelDim].</param>
    /// <param name="sequences">Which rows belong together; needed for stochastic depth alone.</param>
    /// <returns>[tokens, modelDim].</returns>
    public Tensor Around(Tensor x, Func<Tensor, Tensor> subLayer, Sequences? sequences = null) => placement == NormPlacement.Pre
        ? Sum(x, subLayer(norm.Forward(x)), sequences)
        : norm.Forward(Sum(x, subLayer(x), sequences));

    private Tensor Sum(Tensor x, Tensor branch, Sequences? sequences)
    {
        branch = Op.Dropout(branch, dropoutRate);
        branch = layerScale is null ? branch : Op.ScaleColumns(branch, layerScale);
        return stochasticDepth <= 0 ? Op.Add(x, branch) : Op.AddBranch(x, branch, sequences ?? Sequences.Uniform(x.Rows, 1), stochasticDepth);
    }
}
