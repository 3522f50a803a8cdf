using Heed.Layers;
using Heed.Models;

namespace Heed.Tests.Models;

public class TokenGenerationTests
{
    private static readonly Gpt2Config Config = new()
    {
        VocabSize = 53,
        ModelDim = 12,
        NumLayers = 2,
        NumHeads = 3,
        HiddenDim = 20,
        MaxPositions = 17,
        InitializerRange = 0.5f,
    };

    private static readonly Gpt2ForCausalLanguageModeling Model = new(Config, new ParameterSet(5));

    private static readonly int[][] Prompts = [[3, 1, 4, 1, 5, 9, 2], [6], [5, 3, 5]];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_others_of_a_batch_do_not_change_how_a_prompt_is_continued()
    {
        var options = new GenerationOptions { MaxNewTokens = 6 };
        var together = Model.Generate(Prompts, options, Cancellation);
        for (var i = 0; i < Prompts.Length; i++)
        {
            Assert.Equal(Model.Generate([Prompts[i]], options, Cancellation)[0], together[i]);
            Assert.Equal(Prompts[i], together[i][..Prompts[i].Length]);
            Assert.Equal(Prompts[i].Length + 6, together[i].Length);
        }
    }

    [Fact]
    public void A_sequence_ends_with_its_end_token_while_the_others_go_on()
    {
        var free = Model.Generate(Prompts, new GenerationOptions { MaxNewTokens = 8 }, Cancellation);
        var end = free[0][9];

        var ended = Model.Generate(Prompts, new GenerationOptions { MaxNewTokens = 8, EndTokenId = end }, Cancellation);

        for (var i = 0; i < Prompts.Length; i++)
        {
            var place = Array.IndexOf(free[i], end, Prompts[i].Length);
            Assert.Equal(place < 0 ? free[i] : free[i][..(place + 1)], ended[i]);
        }
    }

    [Fact]
    public void No_sequence_outgrows_the_positions_of_the_model()
    {
        var sequences = Model.Generate([new int[17], new int[16], [1]], new GenerationOptions { MaxNewTokens = 99 }, Cancellation);
        Assert.All(sequences, sequence => Assert.Equal(17, sequence.Length));
    }

    [Fact]
    public void Nothing_is_added_where_nothing_is_wanted()
    {
        var generation = new TokenGeneration(Model, Prompts, new GenerationOptions { MaxNewTokens = 0 });
        Assert.True(generation.IsFinished);
        Assert.False(generation.Step(Cancellation));
        Assert.Equal(Prompts, generation.Sequences.Select(sequence => sequence.ToArray()));
        Assert.Empty(Model.Generate([], new GenerationOptions { MaxNewTokens = 3 }, Cancellation));
    }

    [Fact]
    public void A_cancelled_generation_may_be_taken_up_again()
    {
        var options = new GenerationOptions { MaxNewTokens = 4 };
        var generation = new TokenGeneration(Model, Prompts, options);
        using var source = new CancellationTokenSource();
        Assert.True(generation.Step(source.Token));
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => generation.Step(source.Token));

        while (generation.Step(Cancellation))
        {
        }

        Assert.Equal(Model.Generate(Prompts, options, Cancellation), generation.Sequences.Select(sequence => sequence.ToArray()));
    }

    [Fact]
    public void A_step_that_fails_ends_the_generation()
    {
        var options = new GenerationOptions { MaxNewTokens = 4, Processor = (_, _, logits) => logits[7] = float.NaN };
        var generation = new TokenGeneration(Model, Prompts, options);
        var error = Assert.Throws<ArgumentException>(() => generation.Step(Cancellation));
        Assert.Contains("token 7 of sequence 0 is NaN", error.Message, StringComparison.Ordinal);
        Assert.True(generation.IsFinished);
    }

    [Fact]
    public void A_processor_can_forbid_a_token()
    {
        var free = Model.Generate(Prompts, new GenerationOptions { MaxNewTokens = 1 }, Cancellation);
        var forbidding = new GenerationOptions { MaxNewTokens = 1, Processor = (sequence, _, logits) => logits[free[sequence][^1]] = float.NegativeInfinity };
        var others = Model.Generate(Prompts, forbidding, Cancellation);
        Assert.All(free.Zip(others), pair => Assert.NotEqual(pair.First[^1], pair.Second[^1]));
    }

    [Fact]
    public void Impossible_prompts_and_options_are_refused()
    {
        Refused([[1], []], new GenerationOptions { MaxNewTokens = 1 }, "Prompt 1 has 0 tokens");
        Refused([new int[18]], new GenerationOptions { MaxNewTokens = 1 }, "Prompt 0 has 18 tokens; expected 1 to 17");
        Refused([[1]], new GenerationOptions { MaxNewTokens = -1 }, "MaxNewTokens");
        Refused([[1]], new GenerationOptions { MaxNewTokens = 1, TopK = 0 }, "TopK");
        Refused([[1]], new GenerationOptions { MaxNewTokens = 1, TopP = 0 }, "probability of 0");
        Refused([[1]], new GenerationOptions { MaxNewTokens = 1, Temperature = float.NaN }, "temperature of NaN");

        static void Refused(int[][] prompts, GenerationOptions options, string part)
        {
            var error = Assert.ThrowsAny<ArgumentException>(() => Model.Generate(prompts, options, Cancellation));
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_step_allocates_small_objects_only()
    {
        var config = Config with { VocabSize = 20_000, MaxPositions = 64 };
        var generation = new TokenGeneration(new Gpt2ForCausalLanguageModeling(config, new ParameterSet(1)), Prompts, new GenerationOptions { MaxNewTokens = 30 });
        for (var i = 0; i < 10; i++)
        {
            generation.Step(Cancellation);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        generation.Step(Cancellation);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 * 1024);
    }
}
