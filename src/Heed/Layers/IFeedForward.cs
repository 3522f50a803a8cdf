using Heed.Autograd;

namespace Heed.Layers;

/// <summary>The layer of a block that looks at each token alone.</summary>
public interface IFeedForward
{
    /// <param name="x">[tokens, modelDim].</param>
    /// <returns>[tokens, modelDim].</returns>
    Tensor Forward(Tensor x);
}
