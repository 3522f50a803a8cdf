namespace Heed.Figures.Lesson;

/// <summary>One head of self-attention over the tokens of a sequence, from the vectors that come in to those that go out.</summary>
public sealed record SelfAttentionFlow
{
    /// <summary>The tokens, [n].</summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>X, [n, modelDim].</summary>
    public required Matrix Input { get; init; }

    /// <summary>Q = X W^Q, [n, headDim].</summary>
    public required Matrix Queries { get; init; }

    /// <summary>K = X W^K, [n, headDim].</summary>
    public required Matrix Keys { get; init; }

    /// <summary>V = X W^V, [n, valueDim].</summary>
    public required Matrix Values { get; init; }

    /// <summary>Q K^T / sqrt(headDim), [n, n].</summary>
    public required Matrix Scores { get; init; }

    /// <summary>softmax of each row of the scores, [n, n].</summary>
    public required Matrix Weights { get; init; }

    /// <summary>The weights times V, [n, valueDim].</summary>
    public required Matrix Output { get; init; }

    /// <summary>The token whose row is marked all the way.</summary>
    public required int Marked { get; init; }

    /// <summary>What the model makes of the marked token's output.</summary>
    public required ScoredLabel Answer { get; init; }

    internal void Check()
    {
        var n = Tokens.Count;
        Input.Require(nameof(Input), n, Input.Columns);
        Queries.Require(nameof(Queries), n, Queries.Columns);
        Keys.Require(nameof(Keys), n, Queries.Columns);
        Values.Require(nameof(Values), n, Values.Columns);
        Scores.Require(nameof(Scores), n, n);
        Weights.Require(nameof(Weights), n, n);
        Output.Require(nameof(Output), n, Values.Columns);
        ArgumentOutOfRangeException.ThrowIfNegative(Marked);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Marked, n);
    }
}
