using System.Text.Json.Nodes;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>config.json of Llama and Qwen2.</summary>
internal static class LlamaConfigJson
{
    public static LlamaConfig Read(ModelConfigFile file)
    {
        var isQwen = file.ModelType == "qwen2";
        if (file.Flag("use_sliding_window", false))
        {
            throw new InvalidInputException($"{file.Path}: \"use_sliding_window\" is true; expected false, the one that is supported.");
        }

        var modelDim = file.Int("hidden_size", 1, 65_536);
        var numHeads = file.Int("num_attention_heads", 1, 65_536);
        var numKeyValueHeads = file.Has("num_key_value_heads") ? file.Divisor("num_key_value_heads", "num_attention_heads") : numHeads;
        return new LlamaConfig
        {
            VocabSize = file.Int("vocab_size", 1, 10_000_000),
            ModelDim = modelDim,
            NumLayers = file.Int("num_hidden_layers", 0, 1_000),
            NumHeads = numHeads,
            NumKeyValueHeads = numKeyValueHeads,
            HeadDim = file.Has("head_dim") ? file.Int("head_dim", 1, 65_536) : modelDim / file.Divisor("num_attention_heads", "hidden_size"),
            HiddenDim = file.Int("intermediate_size", 1, 1_000_000),
            MaxPositions = file.Int("max_position_embeddings", 1, 10_000_000, isQwen ? 32_768 : 2048),
            Activation = Activations.Parse(file.Text("hidden_act", "silu"), file.Path),
            NormEpsilon = file.Float("rms_norm_eps", 1e-6f),
            Theta = file.Float("rope_theta", 10_000),
            Scaling = file.Section("rope_scaling") is { } scaling ? ReadScaling(scaling) : null,
            HasQueryKeyValueBias = isQwen || file.Flag("attention_bias", false),
            HasOutputBias = !isQwen && file.Flag("attention_bias", false),
            HasFeedForwardBias = !isQwen && file.Flag("mlp_bias", false),
            SharesEmbeddings = file.Flag("tie_word_embeddings", false),
            PadTokenId = Token("pad_token_id"),
            StartTokenId = Token("bos_token_id"),
            EndTokenId = Token("eos_token_id"),
            AttentionDropout = file.Rate("attention_dropout", 0),
            InitializerRange = file.Float("initializer_range", 0.02f),
        };

        int? Token(string name) => file.Has(name) ? file.Int(name, 0, 10_000_000) : null;
    }

    public static JsonObject Write(LlamaConfig config) => new()
    {
        ["model_type"] = config.HasQueryKeyValueBias && !config.HasOutputBias ? "qwen2" : "llama",
        ["vocab_size"] = config.VocabSize,
        ["hidden_size"] = config.ModelDim,
        ["num_hidden_layers"] = config.NumLayers,
        ["num_attention_heads"] = config.NumHeads,
        ["num_key_value_heads"] = config.NumKeyValueHeads,
        ["head_dim"] = config.HeadDim,
        ["intermediate_size"] = config.HiddenDim,
        ["max_position_embeddings"] = config.MaxPositions,
        ["hidden_act"] = Activations.NameOf(config.Activation),
        ["rms_norm_eps"] = config.NormEpsilon,
        ["rope_theta"] = config.Theta,
        ["rope_scaling"] = config.Scaling is { } scaling ? Write(scaling) : null,
        ["attention_bias"] = config.HasOutputBias,
        ["mlp_bias"] = config.HasFeedForwardBias,
        ["tie_word_embeddings"] = config.SharesEmbeddings,
        ["pad_token_id"] = config.PadTokenId,
        ["bos_token_id"] = config.StartTokenId,
        ["eos_token_id"] = config.EndTokenId,
        ["attention_dropout"] = config.AttentionDropout,
        ["initializer_range"] = config.InitializerRange,
    };

    private static RotaryScaling? ReadScaling(ModelConfigFile section)
    {
        var kind = section.Text("rope_type", "default");
        if (kind == "default")
        {
            return null;
        }

        if (kind == "linear")
        {
            return new LinearRotaryScaling(section.Float("factor", 1));
        }

        section.Require("rope_type", "llama3");
        return new Llama3RotaryScaling(
            section.Float("factor", 8), section.Float("low_freq_factor", 1), section.Float("high_freq_factor", 4),
            section.Int("original_max_position_embeddings", 1, 10_000_000));
    }

    private static JsonObject Write(RotaryScaling scaling) => scaling switch
    {
        LinearRotaryScaling linear => new() { ["rope_type"] = "linear", ["factor"] = linear.Factor },
        Llama3RotaryScaling llama3 => new()
        {
            ["rope_type"] = "llama3",
            ["factor"] = llama3.Factor,
            ["low_freq_factor"] = llama3.LowFrequencyFactor,
            ["high_freq_factor"] = llama3.HighFrequencyFactor,
            ["original_max_position_embeddings"] = llama3.OriginalPositions,
        },
        _ => throw new ArgumentException($"config.json knows no rope_type for {scaling}.", nameof(scaling)),
    };
}
