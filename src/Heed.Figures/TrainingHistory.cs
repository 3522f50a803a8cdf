namespace Heed.Figures;

/// <summary>How a training went.</summary>
public sealed class TrainingHistory
{
    /// <summary>Takes the numbers of one training.</summary>
    /// <param name="stepLosses">The training loss of each step, in nats.</param>
    /// <param name="epochAccuracies">The accuracy on held-out examples after each epoch, 0 to 1; may be empty.</param>
    /// <exception cref="ArgumentException">A number is not finite, or an accuracy lies outside [0, 1].</exception>
    public TrainingHistory(IReadOnlyList<float> stepLosses, IReadOnlyList<float> epochAccuracies)
    {
        ArgumentNullException.ThrowIfNull(stepLosses);
        ArgumentNullException.ThrowIfNull(epochAccuracies);
        for (var i = 0; i < stepLosses.Count; i++)
        {
            if (!float.IsFinite(stepLosses[i]))
            {
                throw new ArgumentException($"The loss of step {i} is {stepLosses[i]}; expected a finite number.", nameof(stepLosses));
            }
        }

        for (var i = 0; i < epochAccuracies.Count; i++)
        {
            if (!(epochAccuracies[i] >= 0 && epochAccuracies[i] <= 1))
            {
                throw new ArgumentException(
                    $"The accuracy after epoch {i + 1} is {epochAccuracies[i]}; expected 0 to 1.", nameof(epochAccuracies));
            }
        }

        StepLosses = stepLosses;
        EpochAccuracies = epochAccuracies;
    }

    /// <summary>The training loss of each step, in nats.</summary>
    public IReadOnlyList<float> StepLosses { get; }

    /// <summary>The accuracy on held-out examples after each epoch, 0 to 1.</summary>
    public IReadOnlyList<float> EpochAccuracies { get; }

    /// <summary>The accuracy of a simpler model on the same held-out examples, if there is one to compare with.</summary>
    public float? BaselineAccuracy { get; init; }
}
