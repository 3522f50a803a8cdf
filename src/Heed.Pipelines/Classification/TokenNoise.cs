using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Pipelines.Classification;

/// <summary>
/// Hides a share of a sequence's tokens, differently in every step, so that a model cannot lean on single words (word dropout,
/// Iyyer et al. 2015). The first and the last token, which frame the text, always stay.
/// </summary>
internal sealed class TokenNoise(double rate, int maskId, ulong seed)
{
    public int[] Apply(int[] tokens, long step, int example)
    {
        if (rate <= 0)
        {
            return tokens;
        }

        var key = RandomKey.Of(seed, (ulong)step, (ulong)example);
        var noisy = (int[])tokens.Clone();
        for (var i = 1; i < noisy.Length - 1; i++)
        {
            if (CounterRandom.Uniform(key, i) < rate)
            {
                noisy[i] = maskId;
            }
        }

        return noisy;
    }
}
