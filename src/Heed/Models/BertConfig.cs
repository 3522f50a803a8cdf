using System.Text.Json.Nodes;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Models;

/// <summary>The numbers of a BERT encoder (Devlin et al. 2018), by the names of docs/shapes.md; config.json has Hugging Face's.</summary>
public sealed record BertConfig
{
    public required int VocabSize { get; init; }

    public required int ModelDim { get; init; }

    public required int NumLayers { get; init; }

    public required int NumHeads { get; init; }

    public required int HiddenDim { get; init; }

    public int MaxPositions { get; init; } = 512;

    public int TypeVocabSize { get; init; } = 2;

    public Activation Activation { get; init; } = Activation.Gelu;

    public float LayerNormEpsilon { get; init; } = 1e-12f;

    public int PadTokenId { get; init; }

    /// <summary>Dropout of embeddings and of each sub-layer's result.</summary>
    public float HiddenDropout { get; init; } = 0.1f;

    /// <summary>Dropout of the attention weights.</summary>
    public float AttentionDropout { get; init; } = 0.1f;

    /// <summary>Dropout before the classifier; <see cref="HiddenDropout"/> if null.</summary>
    public float? ClassifierDropout { get; init; }

    /// <summary>Standard deviation of the initial weights.</summary>
    public float InitializerRange { get; init; } = 0.02f;

    /// <summary>2 layers, 128 wide: Turc et al. 2019's BERT-tiny.</summary>
    public static BertConfig Tiny(int vocabSize) => new() { VocabSize = vocabSize, ModelDim = 128, NumLayers = 2, NumHeads = 2, HiddenDim = 512 };

    /// <summary>4 layers, 512 wide: Turc et al. 2019's BERT-small.</summary>
    public static BertConfig Small(int vocabSize) => new() { VocabSize = vocabSize, ModelDim = 512, NumLayers = 4, NumHeads = 8, HiddenDim = 2048 };

    /// <summary>12 layers, 768 wide: BERT-base.</summary>
    public static BertConfig Base(int vocabSize) => new() { VocabSize = vocabSize, ModelDim = 768, NumLayers = 12, NumHeads = 12, HiddenDim = 3072 };

    /// <summary>Reads the numbers of a config.json.</summary>
    /// <exception cref="InvalidInputException">A number is missing or impossible.</exception>
    public static BertConfig Read(ModelConfigFile file)
    {
        file.Require("position_embedding_type", "absolute");
        return new BertConfig
        {
            VocabSize = file.Int("vocab_size", 1, 10_000_000),
            ModelDim = file.Int("hidden_size", 1, 65_536),
            NumLayers = file.Int("num_hidden_layers", 0, 1_000),
            NumHeads = file.Divisor("num_attention_heads", "hidden_size"),
            HiddenDim = file.Int("intermediate_size", 1, 1_000_000),
            MaxPositions = file.Int("max_position_embeddings", 1, 1_000_000, 512),
            TypeVocabSize = file.Int("type_vocab_size", 1, 1_000, 2),
            Activation = Activations.Parse(file.Text("hidden_act", "gelu"), file.Path),
            LayerNormEpsilon = file.Float("layer_norm_eps", 1e-12f),
            PadTokenId = file.Int("pad_token_id", 0, 10_000_000, 0),
            HiddenDropout = file.Rate("hidden_dropout_prob", 0.1f),
            AttentionDropout = file.Rate("attention_probs_dropout_prob", 0.1f),
            ClassifierDropout = file.Has("classifier_dropout") ? file.Rate("classifier_dropout", 0.1f) : null,
            InitializerRange = file.Float("initializer_range", 0.02f),
        };
    }

    /// <summary>How many values a model of these numbers learns, counted from the shapes alone: nothing is allocated.</summary>
    /// <param name="hasPooler">Whether the encoder ends with its pooler.</param>
    public long CountParameters(bool hasPooler = true)
    {
        var norm = 2L * ModelDim;
        var embeddings = (((long)VocabSize + MaxPositions + TypeVocabSize) * ModelDim) + norm;
        var attention = (4 * Linear(ModelDim, ModelDim)) + norm;
        var feedForward = Linear(ModelDim, HiddenDim) + Linear(HiddenDim, ModelDim) + norm;
        return embeddings + (NumLayers * (attention + feedForward)) + (hasPooler ? Linear(ModelDim, ModelDim) : 0);

        static long Linear(long inputDim, long outputDim) => (inputDim + 1) * outputDim;
    }

    /// <summary>The entries of config.json, as Hugging Face names them.</summary>
    public JsonObject ToJson() => new()
    {
        ["model_type"] = "bert",
        ["vocab_size"] = VocabSize,
        ["hidden_size"] = ModelDim,
        ["num_hidden_layers"] = NumLayers,
        ["num_attention_heads"] = NumHeads,
        ["intermediate_size"] = HiddenDim,
        ["max_position_embeddings"] = MaxPositions,
        ["type_vocab_size"] = TypeVocabSize,
        ["hidden_act"] = Activations.NameOf(Activation),
        ["layer_norm_eps"] = LayerNormEpsilon,
        ["pad_token_id"] = PadTokenId,
        ["hidden_dropout_prob"] = HiddenDropout,
        ["attention_probs_dropout_prob"] = AttentionDropout,
        ["classifier_dropout"] = ClassifierDropout,
        ["initializer_range"] = InitializerRange,
        ["position_embedding_type"] = "absolute",
    };
}
