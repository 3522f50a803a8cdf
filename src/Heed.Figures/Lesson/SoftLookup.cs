namespace Heed.Figures.Lesson;

/// <summary>Attention of one query to the words of a text, and the prediction made from what it read: the numbers of one forward pass.</summary>
public sealed record SoftLookup
{
    /// <summary>The words, [n].</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>q, [1, headDim].</summary>
    public required Matrix Query { get; init; }

    /// <summary>k, [n, headDim].</summary>
    public required Matrix Keys { get; init; }

    /// <summary>v, [n, valueDim].</summary>
    public required Matrix Values { get; init; }

    /// <summary>q · k_i / sqrt(headDim), [1, n].</summary>
    public required Matrix Scores { get; init; }

    /// <summary>softmax of the scores, [1, n]; sums to 1.</summary>
    public required Matrix Weights { get; init; }

    /// <summary>sum_i weight_i v_i, [1, valueDim].</summary>
    public required Matrix Output { get; init; }

    /// <summary>The classes and their probabilities, made from the output.</summary>
    public required IReadOnlyList<ScoredLabel> Prediction { get; init; }

    internal void Check()
    {
        var (n, dim) = (Words.Count, Query.Columns);
        Query.Require(nameof(Query), 1, dim);
        Keys.Require(nameof(Keys), n, dim);
        Values.Require(nameof(Values), n, Values.Columns);
        Scores.Require(nameof(Scores), 1, n);
        Weights.Require(nameof(Weights), 1, n);
        Output.Require(nameof(Output), 1, Values.Columns);
    }
}
