namespace Heed.Benchmarks.Models.Gpt2;

/// <summary>A prompt, and tokens that follow it one at a time. They are given, and not chosen by the model, so that everybody reads the same.</summary>
internal sealed class Decoding
{
    public Decoding(int vocabSize, int promptLen, int newTokens)
    {
        var random = new Random(7);
        Tokens = [.. Enumerable.Range(0, promptLen + newTokens).Select(_ => random.Next(vocabSize))];
        PromptLen = promptLen;
    }

    /// <summary>The prompt and what follows.</summary>
    public int[] Tokens { get; }

    public int PromptLen { get; }

    public int NewTokens => Tokens.Length - PromptLen;

    public ReadOnlySpan<int> Prompt => Tokens.AsSpan(0, PromptLen);
}
