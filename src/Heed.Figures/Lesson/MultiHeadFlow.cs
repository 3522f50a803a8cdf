namespace Heed.Figures.Lesson;

/// <summary>Multi-head self-attention over the tokens of a sequence; the columns of head i are the i-th of numHeads equal parts.</summary>
public sealed record MultiHeadFlow
{
    /// <summary>The tokens, [n].</summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>X, [n, modelDim].</summary>
    public required Matrix Input { get; init; }

    /// <summary>The queries of all heads side by side, [n, numHeads * headDim].</summary>
    public required Matrix Queries { get; init; }

    /// <summary>The keys of all heads side by side, [n, numHeads * headDim].</summary>
    public required Matrix Keys { get; init; }

    /// <summary>The values of all heads side by side, [n, numHeads * headDim].</summary>
    public required Matrix Values { get; init; }

    /// <summary>The map of each head, [n, n]; each row sums to 1.</summary>
    public required IReadOnlyList<Matrix> Weights { get; init; }

    /// <summary>The heads' outputs side by side, [n, numHeads * headDim].</summary>
    public required Matrix Concatenated { get; init; }

    /// <summary>The concatenated outputs through W^O, [n, modelDim].</summary>
    public required Matrix Output { get; init; }

    /// <summary>What each head looks at, in a few words.</summary>
    public required IReadOnlyList<string> HeadNames { get; init; }

    internal int NumHeads => Weights.Count;

    internal int HeadDim => Queries.Columns / NumHeads;

    internal void Check()
    {
        var n = Tokens.Count;
        if (NumHeads == 0 || HeadNames.Count != NumHeads || Queries.Columns % NumHeads != 0)
        {
            throw new ArgumentException(
                $"{NumHeads} maps, {HeadNames.Count} names and {Queries.Columns} columns of queries do not make heads of one width.", nameof(Weights));
        }

        Input.Require(nameof(Input), n, Input.Columns);
        Queries.Require(nameof(Queries), n, Queries.Columns);
        Keys.Require(nameof(Keys), n, Queries.Columns);
        Values.Require(nameof(Values), n, Queries.Columns);
        Concatenated.Require(nameof(Concatenated), n, Queries.Columns);
        Output.Require(nameof(Output), n, Output.Columns);
        foreach (var map in Weights)
        {
            map.Require(nameof(Weights), n, n);
        }
    }
}
