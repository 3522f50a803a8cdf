using Heed.Kernels;
using Heed.Layers;
using Heed.Models;
using Heed.Tests.Kernels;

namespace Heed.Tests.Models;

public class LlamaTests
{
    private static readonly LlamaConfig Config = new()
    {
        VocabSize = 23,
        ModelDim = 12,
        NumLayers = 2,
        NumHeads = 6,
        NumKeyValueHeads = 2,
        HeadDim = 4,
        HiddenDim = 20,
        MaxPositions = 17,
        InitializerRange = 0.3f,
    };

    public static TheoryData<string> Variants => ["llama", "biased llama", "qwen2", "stretched", "interpolated"];

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_saved_model_opens_with_the_same_numbers_and_weights(string variant)
    {
        using var folder = new TemporaryFolder();
        var config = Variant(variant);
        var model = new LlamaForCausalLanguageModeling(config, new ParameterSet(5));
        Checkpoint.Save(folder.Path, model.Parameters);
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), config.ToJson().ToJsonString());

        var again = CausalLanguageModels.Load(folder.Path);

        Assert.Equal(config, LlamaConfig.Read(ModelConfigFile.Open(folder.Path)));
        Assert.Equal(Logits(model), Logits(again));
        Assert.Equal(config.CountParameters(), again.Parameters.Count);
    }

    [Fact]
    public void A_token_does_not_know_what_follows_it()
    {
        var model = new LlamaForCausalLanguageModeling(Config, new ParameterSet(5));
        var shorter = Logits(model, 3, 1, 4);
        var longer = Logits(model, 3, 1, 4, 1, 5);
        Numbers.AssertClose(shorter, longer.AsSpan(0, shorter.Length), 1e-5);
    }

    [Fact]
    public void A_sequence_beyond_the_positions_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Logits(new LlamaForCausalLanguageModeling(Config), new int[18]));
        Assert.Contains("18 tokens; the model has 17 positions", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model_type": "qwen2", "use_sliding_window": true}""", "use_sliding_window")]
    [InlineData("""{"model_type": "llama", "rope_scaling": {"rope_type": "yarn"}}""", "yarn")]
    [InlineData("""{"model_type": "llama", "rope_scaling": 4}""", "rope_scaling")]
    [InlineData("""{"model_type": "llama", "num_attention_heads": 6, "num_key_value_heads": 4}""", "num_key_value_heads")]
    [InlineData("""{"model_type": "bert"}""", "expected \"gpt2\", \"llama\" or \"qwen2\"")]
    public void What_is_not_supported_is_named(string json, string part)
    {
        using var folder = new TemporaryFolder();
        var numbers = Config.ToJson();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject())
        {
            numbers[name] = value?.DeepClone();
        }

        File.WriteAllText(Path.Combine(folder.Path, "config.json"), numbers.ToJsonString());
        var error = Assert.Throws<InvalidInputException>(() => CausalLanguageModels.Create(ModelConfigFile.Open(folder.Path)));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stretched_frequencies_are_those_of_transformers()
    {
        using var golden = new Golden("llama3_rope_lm");
        var config = LlamaConfig.Read(golden.Config);
        var scaled = Enumerable.Range(0, config.HeadDim / 2).Select(i => (float)config.Scaling!.Scale((float)Math.Pow(config.Theta, -2.0 * i / config.HeadDim)));
        Numbers.AssertClose(golden.Floats("aux.inv_freq"), scaled.ToArray(), 1e-7);
    }

    [Fact]
    public void Fast_turns_stay_and_slow_ones_become_slower_by_the_factor()
    {
        var scaling = new Llama3RotaryScaling(8, 1, 4, 1000);
        const float Turn = 2 * MathF.PI;
        Assert.Equal(Turn * 4 / 1000, scaling.Scale(Turn * 4 / 1000), 1e-9);
        Assert.Equal(Turn / 1000 / 8, scaling.Scale(Turn / 1000), 1e-9);
        Assert.Equal(Turn * 2.5 / 1000 * (0.5 + (0.5 / 8)), scaling.Scale(Turn * 2.5f / 1000), 1e-8);
    }

    private static LlamaConfig Variant(string name) => name switch
    {
        "biased llama" => Config with { HasQueryKeyValueBias = true, HasOutputBias = true, HasFeedForwardBias = true },
        "qwen2" => Config with { HasQueryKeyValueBias = true, SharesEmbeddings = true, StartTokenId = 1, EndTokenId = 2, PadTokenId = 0 },
        "stretched" => Config with { Scaling = new Llama3RotaryScaling(4, 1, 4, 8), Theta = 500, HeadDim = 6 },
        "interpolated" => Config with { Scaling = new LinearRotaryScaling(2) },
        _ => Config,
    };

    private static float[] Logits(ICausalLanguageModel model, params int[] ids) =>
        model.Predict(TokenBatch.Pack([ids.Length == 0 ? [3, 1, 4, 1, 5] : ids])).Data.ToArray();
}
