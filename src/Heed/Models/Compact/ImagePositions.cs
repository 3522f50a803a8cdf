namespace Heed.Models;

/// <summary>How a Vision Transformer is told where a patch is.</summary>
public enum ImagePositions
{
    /// <summary>A learned vector for each place, added.</summary>
    Learned,

    /// <summary>Sines and cosines of column and row, added (<see cref="Attention.Positions.SineCosineGrid"/>).</summary>
    SineCosine,

    /// <summary>Queries and keys turned by column and row (<see cref="Attention.Positions.RotaryGrid"/>).</summary>
    Rotary,

    /// <summary>It is not told; a convolutional stem lets through a little.</summary>
    None,
}
