using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;
using Heed.Models;

namespace Heed.Tests.Models;

/// <summary>What is drawn, from a model whose logits are always the same.</summary>
public class TokenSamplingTests
{
    private const int Draws = 20_000;

    private static readonly double[] Probabilities = [0.05, 0.4, 0.15, 0.3, 0.1];

    [Fact]
    public void Tokens_are_drawn_as_often_as_they_are_probable() => CheckShares(new GenerationOptions { MaxNewTokens = 1, Temperature = 1 }, Probabilities);

    [Fact]
    public void A_temperature_sharpens_or_flattens()
    {
        var squared = Probabilities.Select(p => p * p).ToList();
        CheckShares(new GenerationOptions { MaxNewTokens = 1, Temperature = 0.5f }, [.. squared.Select(p => p / squared.Sum())]);
    }

    [Fact]
    public void The_likeliest_k_are_drawn_and_no_others() =>
        CheckShares(new GenerationOptions { MaxNewTokens = 1, Temperature = 1, TopK = 2 }, [0, 4.0 / 7, 0, 3.0 / 7, 0]);

    [Fact]
    public void The_fewest_that_reach_a_probability_are_drawn_and_no_others()
    {
        CheckShares(new GenerationOptions { MaxNewTokens = 1, Temperature = 1, TopP = 0.8f }, [0, 0.4 / 0.85, 0.15 / 0.85, 0.3 / 0.85, 0]);
        CheckShares(new GenerationOptions { MaxNewTokens = 1, Temperature = 1, TopP = 0.01f }, [0, 1, 0, 0, 0]);
    }

    [Fact]
    public void A_probability_is_of_what_the_likeliest_k_leave() =>
        CheckShares(new GenerationOptions { MaxNewTokens = 1, Temperature = 1, TopK = 3, TopP = 0.8f }, [0, 4.0 / 7, 0, 3.0 / 7, 0]);

    [Fact]
    public void Without_a_temperature_the_likeliest_is_taken()
    {
        CheckShares(new GenerationOptions { MaxNewTokens = 1 }, [0, 1, 0, 0, 0]);
        CheckShares(new GenerationOptions { MaxNewTokens = 1, Temperature = 1, TopK = 1 }, [0, 1, 0, 0, 0]);
    }

    [Fact]
    public void The_same_seed_draws_the_same_tokens_and_another_draws_others()
    {
        int[] Draw(ulong seed) => Last(new GenerationOptions { MaxNewTokens = 1, Temperature = 1, Seed = seed });
        Assert.Equal(Draw(3), Draw(3));
        Assert.NotEqual(Draw(3), Draw(4));
    }

    private static void CheckShares(GenerationOptions options, double[] expected)
    {
        var counts = new int[Probabilities.Length];
        foreach (var token in Last(options))
        {
            counts[token]++;
        }

        for (var token = 0; token < counts.Length; token++)
        {
            var fiveDeviations = 5 * Math.Sqrt(expected[token] * (1 - expected[token]) / Draws);
            Assert.InRange(counts[token] / (double)Draws, expected[token] - fiveDeviations, expected[token] + fiveDeviations);
        }
    }

    private static int[] Last(GenerationOptions options) =>
        [.. new Constant().Generate([.. Enumerable.Range(0, Draws).Select(_ => new int[1])], options, TestContext.Current.CancellationToken).Select(sequence => sequence[^1])];

    private sealed class Constant : ICausalLanguageModel
    {
        public ParameterSet Parameters { get; } = new();

        public int MaxPositions => 8;

        public KeyValueCache CreateCache(int count, int capacity = 0) => new(0, count, 1, 1);

        public Tensor Predict(TokenBatch batch, int[]? rows = null, KeyValueCache? cache = null, AttentionRecorder? recorder = null)
        {
            float[] logits = [.. Probabilities.Select(p => (float)Math.Log(p) + 100)];
            return Tensor.From([.. Enumerable.Repeat(logits, rows!.Length).SelectMany(row => row)], rows.Length, logits.Length);
        }
    }
}
