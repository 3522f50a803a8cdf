namespace Heed.Figures.Vision;

/// <summary>
/// A map put to the test by deletion and insertion (Petsiuk et al. 2018, "RISE", section 4.1; arXiv:1806.07421): the patches are covered from the most
/// relevant on, or uncovered in that order, and each time the model is asked for the probability of its label. A score is the area under
/// such a curve: low is good when patches are covered, high when they are uncovered. Beside them patches in random order.
/// </summary>
public sealed record RelevanceTrust
{
    /// <summary>Takes what was measured.</summary>
    /// <param name="shares">The share of patches that is covered at each point of a curve, rising from 0 to 1; two or more.</param>
    /// <param name="deletion">The probability with so many patches covered.</param>
    /// <param name="insertion">The probability while patches are uncovered, from all covered to none; as many.</param>
    /// <param name="random">The probability with so many patches covered in random order, the mean of some orders; as many.</param>
    /// <exception cref="ArgumentException">The counts differ, or are below two, or a number is not finite.</exception>
    public RelevanceTrust(IReadOnlyList<double> shares, IReadOnlyList<float> deletion, IReadOnlyList<float> insertion, IReadOnlyList<float> random)
    {
        ArgumentNullException.ThrowIfNull(shares);
        ArgumentNullException.ThrowIfNull(deletion);
        ArgumentNullException.ThrowIfNull(insertion);
        ArgumentNullException.ThrowIfNull(random);
        if (shares.Count < 2 || deletion.Count != shares.Count || insertion.Count != shares.Count || random.Count != shares.Count)
        {
            throw new ArgumentException(
                $"Curves of {deletion.Count}, {insertion.Count} and {random.Count} points do not fit {shares.Count} shares; expected as many, two or more.", nameof(shares));
        }

        if (!shares.All(double.IsFinite) || !deletion.Concat(insertion).Concat(random).All(float.IsFinite))
        {
            throw new ArgumentException("A curve holds a number that is not finite; expected finite numbers.", nameof(deletion));
        }

        (Shares, DeletionCurve, InsertionCurve, RandomCurve) = (shares, deletion, insertion, random);
    }

    /// <summary>The share of patches that is covered at each point, from 0 to 1.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>The probability with so many patches covered.</summary>
    public IReadOnlyList<float> DeletionCurve { get; }

    /// <summary>The probability while patches are uncovered, from all covered to none.</summary>
    public IReadOnlyList<float> InsertionCurve { get; }

    /// <summary>The probability with so many patches covered in random order.</summary>
    public IReadOnlyList<float> RandomCurve { get; }

    /// <summary>Area under <see cref="DeletionCurve"/>, 0 to 1.</summary>
    public required double Deletion { get; init; }

    /// <summary>Area under <see cref="InsertionCurve"/>, 0 to 1.</summary>
    public required double Insertion { get; init; }

    /// <summary>Mean area of random orders; of covering and of uncovering alike, for the one is the other backwards.</summary>
    public required double Random { get; init; }

    /// <summary>The smallest area of a random order.</summary>
    public required double RandomLowest { get; init; }

    /// <summary>The largest area of a random order.</summary>
    public required double RandomHighest { get; init; }
}
