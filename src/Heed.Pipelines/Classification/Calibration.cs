using Heed.Models;
using Heed.Pipelines.Evaluation;

namespace Heed.Pipelines.Classification;

/// <summary>
/// Divides the logits by the temperature that fits held-out texts best (Guo et al. 2017). It goes into the classifier's weights, so
/// that every program that opens the folder gives the same probabilities.
/// </summary>
internal static class Calibration
{
    /// <returns>The temperature; 1 without held-out texts.</returns>
    public static double Apply(ISequenceClassifierModel model, LabelledTokens held, CancellationToken cancellation)
    {
        if (held.Count == 0)
        {
            return 1;
        }

        var logits = BatchInference.Logits(model, held.Tokens, held.NumClasses, cancellation);
        var temperature = TemperatureScaling.Fit(logits, held.Labels, held.NumClasses);
        foreach (var name in (ReadOnlySpan<string>)["classifier.weight", "classifier.bias"])
        {
            foreach (ref var value in model.Parameters[name].Data)
            {
                value = (float)(value / temperature);
            }
        }

        return temperature;
    }
}
