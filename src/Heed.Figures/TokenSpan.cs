namespace Heed.Figures;

/// <summary>The characters [Start, Start + Length) of the text that a token stands for; empty for special tokens.</summary>
public readonly record struct TokenSpan(int Start, int Length)
{
    internal int End => Start + Length;
}
