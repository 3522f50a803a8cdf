using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Layers;

/// <summary>
/// The gated feed-forward layer with gate and value from one linear layer: [a, b] = x W^T, FFN(x) = (f(a) * b) Wd^T (Shazeer 2020, equation 6),
/// as DINOv2's largest model has it with f = SiLU.
/// </summary>
/// <param name="gateAndUp">modelDim to 2 hiddenDim, the gate first.</param>
/// <param name="down">hiddenDim to modelDim.</param>
/// <param name="activation">f.</param>
public sealed class FusedGatedFeedForward(Linear gateAndUp, Linear down, Activation activation) : IFeedForward
{
    /// <param name="x">[tokens, modelDim].</param>
    /// <returns>[tokens, modelDim].</returns>
    public Tensor Forward(Tensor x) => down.Forward(Op.Gate(gateAndUp.Forward(x), activation));
}
