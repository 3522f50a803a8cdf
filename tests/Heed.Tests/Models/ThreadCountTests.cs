using Heed.Autograd;
using Heed.Layers;
using Heed.Models;
using Heed.Tests.Kernels;

namespace Heed.Tests.Models;

/// <summary>A whole training step, dropout included, gives the same bits on one, two and three threads.</summary>
[Collection(TeamOf.Collection)]
public class ThreadCountTests
{
    private const int VocabSize = 211;

    [Fact]
    public void A_step_of_Bert_gives_the_same_bits_on_any_number_of_threads() => Numbers.AssertSameBitsOnAnyTeam(() =>
    {
        var config = new BertConfig { VocabSize = VocabSize, ModelDim = 96, NumLayers = 2, NumHeads = 3, HiddenDim = 200, MaxPositions = 64 };
        return Step(new BertForSequenceClassification(config, 5, new ParameterSet(3)));
    });

    [Fact]
    public void A_step_of_GPT_2_gives_the_same_bits_on_any_number_of_threads() => Numbers.AssertSameBitsOnAnyTeam(() =>
    {
        var config = new Gpt2Config { VocabSize = VocabSize, ModelDim = 96, NumLayers = 2, NumHeads = 3, HiddenDim = 200, MaxPositions = 64 };
        return Step(new Gpt2ForCausalLanguageModeling(config, new ParameterSet(3)));
    });

    [Fact]
    public void A_step_of_Llama_gives_the_same_bits_on_any_number_of_threads() => Numbers.AssertSameBitsOnAnyTeam(() =>
    {
        var config = new LlamaConfig
        {
            VocabSize = VocabSize, ModelDim = 96, NumLayers = 2, NumHeads = 6, NumKeyValueHeads = 2, HeadDim = 20, HiddenDim = 200, AttentionDropout = 0.1f,
        };
        return Step(new LlamaForCausalLanguageModeling(config, new ParameterSet(3)));
    });

    [Fact]
    public void A_step_of_ModernBert_gives_the_same_bits_on_any_number_of_threads() => Numbers.AssertSameBitsOnAnyTeam(() =>
    {
        var config = new ModernBertConfig
        {
            VocabSize = VocabSize,
            ModelDim = 96,
            NumLayers = 3,
            NumHeads = 3,
            HiddenDim = 130,
            GlobalAttentionEvery = 3,
            LocalAttention = 16,
            EmbeddingDropout = 0.1f,
            AttentionDropout = 0.1f,
            FeedForwardDropout = 0.1f,
            ClassifierDropout = 0.1f,
        };
        return Step(new ModernBertForSequenceClassification(config, 5, new ParameterSet(3)));
    });

    [Fact]
    public void A_step_of_ViT_gives_the_same_bits_on_any_number_of_threads() => Numbers.AssertSameBitsOnAnyTeam(() =>
    {
        var config = new ViTConfig
        {
            ModelDim = 96, NumLayers = 2, NumHeads = 3, HiddenDim = 200, ImageSize = new(24, 32), PatchSize = new(4, 4), HiddenDropout = 0.1f, AttentionDropout = 0.1f,
        };
        var model = new ViTForImageClassification(config, 5, new ParameterSet(3));
        var images = Tensor.From(Numbers.Random(7 * 3 * 32 * 40, 1), 7, 3, 32, 40);
        using var tape = new Tape(dropout: new DropoutSeed(7, 2));
        var logits = model.Classify(images, resizesPositions: true);
        var loss = Op.CrossEntropy(logits, [0, 1, 2, 3, 4, 0, 1]);
        tape.Backward(loss);
        return Results(loss, logits, model.Parameters);
    });

    [Fact]
    public void A_step_of_a_compact_ViT_gives_the_same_bits_on_any_number_of_threads() => Numbers.AssertSameBitsOnAnyTeam(() =>
    {
        var config = new CompactViTConfig
        {
            ModelDim = 96, NumLayers = 3, NumHeads = 3, HiddenDim = 200, ImageSize = new(24, 32), NumConvolutions = 2, StemChannels = 20,
            Positions = ImagePositions.Rotary, NumRegisters = 2, HiddenDropout = 0.1f, AttentionDropout = 0.1f, StochasticDepth = 0.3f,
        };
        var model = new CompactViTForImageClassification(config, 5, new ParameterSet(3));
        var images = Tensor.From(Numbers.Random(7 * 3 * 24 * 32, 1), 7, 3, 24, 32);
        using var tape = new Tape(dropout: new DropoutSeed(7, 2));
        var logits = model.Classify(images);
        var loss = Op.CrossEntropy(logits, [0, 1, 2, 3, 4, 0, 1]);
        tape.Backward(loss);
        return Results(loss, logits, model.Parameters);
    });

    private static float[] Step(ICausalLanguageModel model)
    {
        var batch = TokenBatch.Pack(Texts());
        using var tape = new Tape(dropout: new DropoutSeed(7, 2));
        var logits = model.Predict(batch);
        var loss = Op.CrossEntropy(logits, batch.NextTokens());
        tape.Backward(loss);
        return Results(loss, logits, model.Parameters);
    }

    private static float[] Step(ISequenceClassifierModel model)
    {
        var texts = Texts();
        using var tape = new Tape(dropout: new DropoutSeed(7, 2));
        var logits = model.Classify(TokenBatch.Pack(texts));
        var loss = Op.CrossEntropy(logits, [.. texts.Select((_, i) => i % 5)], labelSmoothing: 0.1f);
        tape.Backward(loss);
        return Results(loss, logits, model.Parameters);
    }

    /// <summary>A batch of different lengths.</summary>
    private static int[][] Texts()
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, 13).Select(i => Enumerable.Range(0, 1 + (i * 4)).Select(_ => random.Next(1, VocabSize)).ToArray())];
    }

    /// <summary>Logits, loss and all gradients.</summary>
    private static float[] Results(Tensor loss, Tensor logits, ParameterSet parameters) =>
        [loss.Item(), .. logits.Data, .. parameters.All.SelectMany(parameter => parameter.Value.Gradient.ToArray())];
}
