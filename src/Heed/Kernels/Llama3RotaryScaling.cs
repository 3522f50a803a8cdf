namespace Heed.Kernels;

/// <summary>
/// How Llama 3.1 stretches rotary positions to texts longer than those it was first trained on: turns of a wave length above
/// originalPositions / lowFrequencyFactor become factor times slower, those below originalPositions / highFrequencyFactor stay, and in
/// between the two are blended (Hugging Face's rope_type "llama3").
/// </summary>
/// <param name="Factor">How much slower the slow ones turn.</param>
/// <param name="LowFrequencyFactor">Turns over the original length of what is slow.</param>
/// <param name="HighFrequencyFactor">Turns over the original length of what stays; above <paramref name="LowFrequencyFactor"/>.</param>
/// <param name="OriginalPositions">The length first trained on, in tokens.</param>
public sealed record Llama3RotaryScaling(float Factor, float LowFrequencyFactor, float HighFrequencyFactor, int OriginalPositions) : RotaryScaling
{
    public override double Scale(double frequency)
    {
        var turns = OriginalPositions * frequency / (2 * Math.PI);
        var kept = Math.Clamp((turns - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor), 0, 1);
        return ((1 - kept) * frequency / Factor) + (kept * frequency);
    }
}
