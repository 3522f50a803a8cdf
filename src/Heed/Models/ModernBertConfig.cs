using System.Text.Json.Nodes;

namespace Heed.Models;

/// <summary>How ModernBERT makes one vector of a sequence.</summary>
public enum Pooling
{
    /// <summary>The first token's.</summary>
    FirstToken,

    /// <summary>The mean over all tokens.</summary>
    Mean,
}

/// <summary>The numbers of a ModernBERT encoder (Warner et al. 2024); config.json has Hugging Face's names.</summary>
public sealed record ModernBertConfig
{
    public required int VocabSize { get; init; }

    public required int ModelDim { get; init; }

    public required int NumLayers { get; init; }

    public required int NumHeads { get; init; }

    /// <summary>Width of the gated feed-forward layer after the gate.</summary>
    public required int HiddenDim { get; init; }

    public int MaxPositions { get; init; } = 8192;

    public float NormEpsilon { get; init; } = 1e-5f;

    public int PadTokenId { get; init; }

    public int ClassTokenId { get; init; } = 2;

    public int SeparatorTokenId { get; init; } = 3;

    /// <summary>Every so many layers, from the first, all tokens are seen; in between only the neighbours.</summary>
    public int GlobalAttentionEvery { get; init; } = 3;

    /// <summary>Width of the neighbourhood: half before and half after.</summary>
    public int LocalAttention { get; init; } = 128;

    public float GlobalTheta { get; init; } = 160_000;

    public float LocalTheta { get; init; } = 10_000;

    public float EmbeddingDropout { get; init; }

    public float AttentionDropout { get; init; }

    public float FeedForwardDropout { get; init; }

    public float ClassifierDropout { get; init; }

    public Pooling Pooling { get; init; } = Pooling.Mean;

    public float InitializerRange { get; init; } = 0.02f;

    /// <summary>Reads the numbers of a config.json.</summary>
    /// <exception cref="InvalidInputException">A number is missing, impossible or not supported.</exception>
    public static ModernBertConfig Read(ModelConfigFile file)
    {
        file.Require("hidden_activation", "gelu");
        file.Require("classifier_activation", "gelu");
        foreach (var name in (ReadOnlySpan<string>)["attention_bias", "mlp_bias", "norm_bias", "classifier_bias"])
        {
            if (file.Flag(name, false))
            {
                throw new InvalidInputException($"{file.Path}: \"{name}\" is true; expected false, the one that is supported.");
            }
        }

        var pooling = file.Text("classifier_pooling", "cls");
        return new ModernBertConfig
        {
            VocabSize = file.Int("vocab_size", 1, 10_000_000),
            ModelDim = file.Int("hidden_size", 1, 65_536),
            NumLayers = file.Int("num_hidden_layers", 0, 1_000),
            NumHeads = file.Divisor("num_attention_heads", "hidden_size"),
            HiddenDim = file.Int("intermediate_size", 1, 1_000_000),
            MaxPositions = file.Int("max_position_embeddings", 1, 1_000_000, 8192),
            NormEpsilon = file.Float("norm_eps", 1e-5f),
            PadTokenId = file.Int("pad_token_id", 0, 10_000_000, 0),
            ClassTokenId = file.Int("cls_token_id", 0, 10_000_000, 0),
            SeparatorTokenId = file.Int("sep_token_id", 0, 10_000_000, 0),
            GlobalAttentionEvery = file.Int("global_attn_every_n_layers", 1, 1_000, 3),
            LocalAttention = file.Int("local_attention", 1, 1_000_000, 128),
            GlobalTheta = file.Float("global_rope_theta", 160_000),
            LocalTheta = file.Float("local_rope_theta", 10_000),
            EmbeddingDropout = file.Rate("embedding_dropout", 0),
            AttentionDropout = file.Rate("attention_dropout", 0),
            FeedForwardDropout = file.Rate("mlp_dropout", 0),
            ClassifierDropout = file.Rate("classifier_dropout", 0),
            Pooling = pooling switch
            {
                "cls" => Pooling.FirstToken,
                "mean" => Pooling.Mean,
                _ => throw new InvalidInputException($"{file.Path}: \"classifier_pooling\" is \"{pooling}\"; expected \"cls\" or \"mean\"."),
            },
            InitializerRange = file.Float("initializer_range", 0.02f),
        };
    }

    /// <summary>The entries of config.json, as Hugging Face names them.</summary>
    public JsonObject ToJson() => new()
    {
        ["model_type"] = "modernbert",
        ["vocab_size"] = VocabSize,
        ["hidden_size"] = ModelDim,
        ["num_hidden_layers"] = NumLayers,
        ["num_attention_heads"] = NumHeads,
        ["intermediate_size"] = HiddenDim,
        ["max_position_embeddings"] = MaxPositions,
        ["norm_eps"] = NormEpsilon,
        ["norm_bias"] = false,
        ["attention_bias"] = false,
        ["mlp_bias"] = false,
        ["classifier_bias"] = false,
        ["decoder_bias"] = true,
        ["hidden_activation"] = "gelu",
        ["classifier_activation"] = "gelu",
        ["classifier_pooling"] = Pooling == Pooling.Mean ? "mean" : "cls",
        ["pad_token_id"] = PadTokenId,
        ["cls_token_id"] = ClassTokenId,
        ["bos_token_id"] = ClassTokenId,
        ["sep_token_id"] = SeparatorTokenId,
        ["eos_token_id"] = SeparatorTokenId,
        ["global_attn_every_n_layers"] = GlobalAttentionEvery,
        ["local_attention"] = LocalAttention,
        ["global_rope_theta"] = GlobalTheta,
        ["local_rope_theta"] = LocalTheta,
        ["embedding_dropout"] = EmbeddingDropout,
        ["attention_dropout"] = AttentionDropout,
        ["mlp_dropout"] = FeedForwardDropout,
        ["classifier_dropout"] = ClassifierDropout,
        ["initializer_range"] = InitializerRange,
    };
}
