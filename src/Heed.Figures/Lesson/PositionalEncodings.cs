namespace Heed.Figures.Lesson;

/// <summary>A table of sinusoidal encodings and one that a model has learned, of the same size.</summary>
public sealed record PositionalEncodings
{
    /// <summary>PE of each position, [seqLen, modelDim].</summary>
    public required Matrix Sinusoidal { get; init; }

    /// <summary>A learned vector for each position, [seqLen, modelDim].</summary>
    public required Matrix Learned { get; init; }

    internal void Check() => Learned.Require(nameof(Learned), Sinusoidal.Rows, Sinusoidal.Columns);
}
