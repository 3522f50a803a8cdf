using Heed.Layers;
using Heed.Pipelines.Evaluation;

namespace Heed.Pipelines.Classification;

/// <summary>
/// Divides the logits by the temperature that fits held-out examples best (Guo et al. 2017). It goes into the classifier's weights, so
/// that every program that opens the folder gives the same probabilities.
/// </summary>
internal static class Calibration
{
    /// <param name="parameters">The model's, with classifier.weight and classifier.bias.</param>
    /// <param name="logits">Its logits of held-out examples: [examples, numClasses].</param>
    /// <param name="labels">Their classes: [examples].</param>
    /// <param name="numClasses">How many classes there are.</param>
    /// <returns>The temperature; 1 without held-out examples.</returns>
    public static double Apply(ParameterSet parameters, float[] logits, int[] labels, int numClasses)
    {
        if (labels.Length == 0)
        {
            return 1;
        }

        var temperature = TemperatureScaling.Fit(logits, labels, numClasses);
        foreach (var name in (ReadOnlySpan<string>)["classifier.weight", "classifier.bias"])
        {
            foreach (ref var value in parameters[name].Data)
            {
                value = (float)(value / temperature);
            }
        }

        return temperature;
    }
}
