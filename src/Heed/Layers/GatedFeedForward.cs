using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Layers;

/// <summary>
/// The gated feed-forward layer, FFN(x) = (f(x Wg^T) * x Wu^T) Wd^T (Shazeer 2020, "GLU Variants Improve Transformer", equation 6); with
/// f = SiLU it is called SwiGLU.
/// </summary>
/// <param name="gate">modelDim to hiddenDim.</param>
/// <param name="up">modelDim to hiddenDim.</param>
/// <param name="down">hiddenDim to modelDim.</param>
/// <param name="activation">f.</param>
public sealed class GatedFeedForward(Linear gate, Linear up, Linear down, Activation activation) : IFeedForward
{
    /// <param name="x">[tokens, modelDim].</param>
    /// <returns>[tokens, modelDim].</returns>
    public Tensor Forward(Tensor x) => down.Forward(Op.Gate(gate.Forward(x), up.Forward(x), activation));
}
