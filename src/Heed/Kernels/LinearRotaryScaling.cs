namespace Heed.Kernels;

/// <summary>
/// Position interpolation (Chen et al. 2023, equation 4): position m is read as m / factor, which is every frequency divided by it.
/// </summary>
/// <param name="Factor">How much longer the texts are.</param>
public sealed record LinearRotaryScaling(float Factor) : RotaryScaling
{
    public override double Scale(double frequency) => frequency / Factor;
}
