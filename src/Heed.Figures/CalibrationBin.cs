namespace Heed.Figures;

/// <summary>The examples whose prediction has a probability in [From, To).</summary>
/// <param name="From">Lower end.</param>
/// <param name="To">Upper end.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Confidence">Mean probability of their predicted class.</param>
/// <param name="Accuracy">Share of them that is right.</param>
public sealed record CalibrationBin(double From, double To, int Count, double Confidence, double Accuracy);
