using Heed.Autograd;

namespace Heed.Layers;

/// <summary>
/// What stands around each sub-layer f of a transformer. Post-norm: y = norm(x + dropout(f(x))) (Vaswani et al. 2017, section 3.1).
/// Pre-norm: y = x + dropout(f(norm(x))) (Xiong et al. 2020, arXiv:2002.04745).
/// </summary>
/// <param name="norm">The normalisation.</param>
/// <param name="placement">Where it stands.</param>
/// <param name="dropoutRate">Share of the sub-layer's result dropped in training.</param>
public sealed class Residual(LayerNorm norm, NormPlacement placement, float dropoutRate = 0)
{
    /// <param name="x">[tokens, modelDim].</param>
    /// <param name="subLayer">f, from [tokens, modelDim] to [tokens, modelDim].</param>
    /// <returns>[tokens, modelDim].</returns>
    public Tensor Around(Tensor x, Func<Tensor, Tensor> subLayer) => placement == NormPlacement.Pre
        ? Op.Add(x, Op.Dropout(subLayer(norm.Forward(x)), dropoutRate))
        : norm.Forward(Op.Add(x, Op.Dropout(subLayer(x), dropoutRate)));
}
