namespace Heed.Figures.Vision;

/// <summary>How much of an answer one method puts down to each patch.</summary>
public sealed class RelevanceMap
{
    /// <param name="name">What the method is called, in a word or three.</param>
    /// <param name="explanation">What its map shows, in a sentence.</param>
    /// <param name="values">[gridRows, gridColumns], zero or more; only their proportions matter.</param>
    /// <param name="trust">What became of the answer when the map was put to the test, if it was.</param>
    /// <exception cref="ArgumentException">A value is negative or not finite.</exception>
    public RelevanceMap(string name, string explanation, IReadOnlyList<float> values, RelevanceTrust? trust = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentNullException.ThrowIfNull(values);
        PatchValues.Check([.. values], "relevance");
        (Name, Explanation, Values, Trust) = (name, explanation, values, trust);
    }

    /// <summary>What the method is called.</summary>
    public string Name { get; }

    /// <summary>What its map shows.</summary>
    public string Explanation { get; }

    /// <summary>[gridRows, gridColumns].</summary>
    public IReadOnlyList<float> Values { get; }

    /// <summary>What the tests say of it, in a few words.</summary>
    public string Verdict => TrustWords.Short(Trust);

    /// <summary>What became of the answer when the map was put to the test.</summary>
    public RelevanceTrust? Trust { get; }
}
