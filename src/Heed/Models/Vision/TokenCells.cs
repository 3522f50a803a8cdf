namespace Heed.Models;

/// <summary>The rectangle of a picture that stands for each of its tokens: what is nearest to the middle of what the token sees.</summary>
/// <param name="Rows">From top to bottom.</param>
/// <param name="Columns">From left to right.</param>
public sealed record TokenCells(TokenAxis Rows, TokenAxis Columns)
{
    /// <summary>Number of tokens.</summary>
    public int Count => Rows.Count * Columns.Count;
}
