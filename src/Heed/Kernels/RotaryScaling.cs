namespace Heed.Kernels;

/// <summary>What becomes of the frequencies of rotary positions when texts are longer than those of the training.</summary>
public abstract record RotaryScaling
{
    /// <summary>The frequency that stands for <paramref name="frequency"/>, both in radians a token.</summary>
    public abstract double Scale(double frequency);
}
