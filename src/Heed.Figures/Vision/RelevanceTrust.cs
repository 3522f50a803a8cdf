namespace Heed.Figures.Vision;

/// <summary>
/// A map put to the test (Petsiuk et al. 2018, "RISE", section 4): the patches are covered from the most relevant on, or uncovered in that
/// order, and each time the model is asked again for the probability of its label. The mean of the curve is its score: low is good when
/// patches are covered, high when they are uncovered. Beside them the same with the patches in random order.
/// </summary>
public sealed record RelevanceTrust
{
    /// <summary>Probability of the label after each step of covering, from none covered to all covered; two or more, evenly spaced.</summary>
    public required IReadOnlyList<float> Deletion { get; init; }

    /// <summary>Probability of the label after each step of uncovering, from all covered to none covered.</summary>
    public required IReadOnlyList<float> Insertion { get; init; }

    /// <summary>The covering curve of random orders, their mean.</summary>
    public required IReadOnlyList<float> RandomDeletion { get; init; }

    /// <summary>The uncovering curve of random orders, their mean.</summary>
    public required IReadOnlyList<float> RandomInsertion { get; init; }

    /// <summary>Mean of the covering curve by the trapezium rule, or as it was measured.</summary>
    public required float DeletionScore { get; init; }

    /// <summary>Mean of the uncovering curve.</summary>
    public required float InsertionScore { get; init; }

    /// <summary>Mean of the covering curve of random orders.</summary>
    public required float RandomDeletionScore { get; init; }

    /// <summary>Mean of the uncovering curve of random orders.</summary>
    public required float RandomInsertionScore { get; init; }

    /// <summary>Standard deviation of the score from one random order of covering to another.</summary>
    public float RandomDeletionSpread { get; init; }

    /// <summary>Standard deviation of the score from one random order of uncovering to another.</summary>
    public float RandomInsertionSpread { get; init; }
}
