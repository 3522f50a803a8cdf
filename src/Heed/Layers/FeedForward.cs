using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Layers;

/// <summary>
/// The position-wise feed-forward layer, FFN(x) = f(x W1^T + b1) W2^T + b2 (Vaswani et al. 2017, section 3.3; there f = ReLU).
/// </summary>
/// <param name="expand">modelDim to hiddenDim.</param>
/// <param name="activation">f.</param>
/// <param name="contract">hiddenDim to modelDim.</param>
public sealed class FeedForward(Linear expand, Activation activation, Linear contract) : IFeedForward
{
    /// <param name="x">[tokens, modelDim].</param>
    /// <returns>[tokens, modelDim].</returns>
    public Tensor Forward(Tensor x) => contract.Forward(Op.Activate(expand.Forward(x), activation));
}
