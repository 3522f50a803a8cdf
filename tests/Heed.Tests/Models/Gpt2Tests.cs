using Heed.Attention;
using Heed.Autograd;
using Heed.Checkpoints;
using Heed.Kernels;
using Heed.Layers;
using Heed.Models;
using Heed.Tests.Kernels;

namespace Heed.Tests.Models;

public class Gpt2Tests
{
    private static readonly Gpt2Config Config = new()
    {
        VocabSize = 23,
        ModelDim = 12,
        NumLayers = 2,
        NumHeads = 3,
        HiddenDim = 20,
        MaxPositions = 17,
        InitializerRange = 0.3f,
    };

    [Fact]
    public void A_saved_model_opens_with_the_same_numbers_and_weights()
    {
        using var folder = new TemporaryFolder();
        var config = Config with { ScalesByLayer = true, ScalesByHeadDim = false, SharesEmbeddings = false, EndTokenId = null, Activation = Activation.Gelu };
        var model = new Gpt2ForCausalLanguageModeling(config, new ParameterSet(5));
        Checkpoint.Save(folder.Path, model.Parameters);
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), config.ToJson().ToJsonString());

        var opened = Gpt2Config.Read(ModelConfigFile.Open(folder.Path));
        var again = Checkpoint.Load(folder.Path, parameters => new Gpt2ForCausalLanguageModeling(opened, parameters));

        Assert.Equal(config, opened);
        Assert.Equal(Logits(model), Logits(again));
    }

    [Fact]
    public void A_folder_of_the_decoder_alone_opens_though_it_holds_the_causal_mask()
    {
        using var folder = new TemporaryFolder();
        var model = new Gpt2ForCausalLanguageModeling(Config, new ParameterSet(5));
        var mask = ("h.0.attn.bias", Tensor.Zeros(1, 1, 17, 17));
        SafetensorsWriter.Write(
            Path.Combine(folder.Path, Checkpoint.FileName),
            model.Parameters.All.Select(parameter => (parameter.Key["transformer.".Length..], parameter.Value)).Append(mask),
            new Dictionary<string, string>());

        var again = Checkpoint.Load(folder.Path, parameters => new Gpt2ForCausalLanguageModeling(Config, parameters));

        Assert.Equal(Logits(model), Logits(again));
    }

    [Fact]
    public void A_token_does_not_know_what_follows_it()
    {
        var model = new Gpt2ForCausalLanguageModeling(Config, new ParameterSet(5));
        var shorter = Logits(model, 3, 1, 4);
        var longer = Logits(model, 3, 1, 4, 1, 5);
        Numbers.AssertClose(shorter, longer.AsSpan(0, shorter.Length), 1e-5);
    }

    [Fact]
    public void Layers_may_divide_their_scores_by_their_number()
    {
        var plain = new Gpt2ForCausalLanguageModeling(Config with { NumLayers = 1 }, new ParameterSet(5));
        var byLayer = new Gpt2ForCausalLanguageModeling(Config with { NumLayers = 1, ScalesByLayer = true }, new ParameterSet(5));
        Assert.Equal(Logits(plain), Logits(byLayer));

        plain = new Gpt2ForCausalLanguageModeling(Config, new ParameterSet(5));
        byLayer = new Gpt2ForCausalLanguageModeling(Config with { ScalesByLayer = true }, new ParameterSet(5));
        Assert.NotEqual(Logits(plain), Logits(byLayer));
    }

    [Fact]
    public void What_writes_into_the_residual_stream_starts_smaller()
    {
        var parameters = new Gpt2ForCausalLanguageModeling(Config with { ModelDim = 60, NumLayers = 8 }, new ParameterSet(5)).Parameters;
        Assert.Equal(0.3, Deviation(parameters["transformer.h.0.attn.c_attn.weight"]), 0.02);
        Assert.Equal(0.3 / 4, Deviation(parameters["transformer.h.0.attn.c_proj.weight"]), 0.005);
        Assert.Equal(0.3 / 4, Deviation(parameters["transformer.h.7.mlp.c_proj.weight"]), 0.005);
    }

    [Fact]
    public void Targets_are_the_tokens_that_follow_within_a_sequence_and_are_seen()
    {
        Assert.Equal([2, 3, -100, -100, 6, -100], TokenBatch.Pack([[1, 2, 3], [4], [], [5, 6]]).NextTokens());
        var padded = new TokenBatch([1, 2, 0, 3, 0, 0], Sequences.Uniform(2, 3), mask: AttentionMask.Padding([2, 1], 3));
        Assert.Equal([2, -100, -100, -100, -100, -100], padded.NextTokens());
        Assert.Equal([8, -100, -100, -100, -100, -100], padded.NextTokens([7, 8, 9, 7, 8, 9]));
        Assert.Throws<ArgumentException>(() => padded.NextTokens([7]));
    }

    private static double Deviation(Tensor tensor) => Math.Sqrt(tensor.Data.ToArray().Average(value => (double)value * value));

    private static float[] Logits(Gpt2ForCausalLanguageModeling model, params int[] ids) =>
        model.Predict(TokenBatch.Pack([ids.Length == 0 ? [3, 1, 4, 1, 5] : ids])).Data.ToArray();
}
