using Heed.Autograd;
using Heed.Kernels;
using Heed.Pipelines.Tokenization;

namespace Heed.Pipelines.Classification;

/// <summary>
/// Hides tokens to be guessed (Devlin et al. 2018, task 1): of the chosen tokens 80 % become [MASK], 10 % a random token and 10 %
/// stay. Special tokens are never chosen. The choice is a function of seed, step and example.
/// </summary>
internal sealed class HiddenTokens(TextTokenizer tokenizer, ulong seed)
{
    // More than BERT's 15 %: short texts have few tokens to learn from (Wettig et al. 2023).
    private const double Rate = 0.2;

    /// <summary>A copy of the text with tokens hidden; their rows, counted from <paramref name="start"/>, and what they were are added to the lists.</summary>
    public int[] Hide(int[] text, long step, int example, int start, List<int> rows, List<int> targets)
    {
        var firstWord = WordPieceVocabulary.SpecialTokens.Count;
        var key = RandomKey.Of(seed, (ulong)step, (ulong)example);
        var hidden = (int[])text.Clone();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < firstWord || CounterRandom.Uniform(key, 3L * i) >= Rate)
            {
                continue;
            }

            rows.Add(start + i);
            targets.Add(text[i]);
            hidden[i] = CounterRandom.Uniform(key, (3L * i) + 1) switch
            {
                < 0.8 => tokenizer.MaskId,
                < 0.9 => firstWord + (int)(CounterRandom.Uniform(key, (3L * i) + 2) * (tokenizer.VocabularySize - firstWord)),
                _ => text[i],
            };
        }

        return hidden;
    }
}
