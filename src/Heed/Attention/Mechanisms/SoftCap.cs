using Heed.Autograd;

namespace Heed.Attention.Mechanisms;

/// <summary>
/// Soft capping (Bello et al. 2017; Gemma 2, 2024, section 2): cap tanh(s / cap). Small scores stay what they are, large ones are
/// squeezed into (-cap, cap), and the gradient never dies altogether as it does where scores are cut off.
/// </summary>
public static class SoftCap
{
    /// <param name="scores">Any shape.</param>
    /// <param name="cap">Positive.</param>
    /// <returns>As <paramref name="scores"/>.</returns>
    public static Tensor Apply(Tensor scores, float cap)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cap);
        return Op.Scale(Op.Tanh(Op.Scale(scores, 1 / cap)), cap);
    }
}
