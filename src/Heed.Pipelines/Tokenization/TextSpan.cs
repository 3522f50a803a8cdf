namespace Heed.Pipelines.Tokenization;

/// <summary>A piece of a text, in UTF-16 characters as .NET strings count them.</summary>
/// <param name="Start">The first character.</param>
/// <param name="Length">The number of characters; 0 for tokens that stand for nothing in the text.</param>
public readonly record struct TextSpan(int Start, int Length)
{
    public int End => Start + Length;

    /// <summary>The piece of <paramref name="text"/> that this span names.</summary>
    public ReadOnlySpan<char> Of(string text) => text.AsSpan(Start, Length);
}
