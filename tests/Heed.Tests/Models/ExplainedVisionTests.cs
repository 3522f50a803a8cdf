using Heed.Attention;
using Heed.Attention.Relevance;
using Heed.Autograd;
using Heed.Kernels;
using Heed.Layers;
using Heed.Models;
using Heed.Tests.Kernels;

namespace Heed.Tests.Models;

/// <summary>Every family of Vision Transformer says what it reads of each token, and gives a gradient for each map.</summary>
[Collection(TeamOf.Collection)]
public class ExplainedVisionTests
{
    private const int NumClasses = 5;

    public static TheoryData<string> Families => ["vit", "deit", "dinov2", "dinov2_with_registers", "class_token", "mean", "sequence"];

    [Theory]
    [MemberData(nameof(Families))]
    public void What_is_read_of_each_image_sums_to_one_and_patches_are_the_last_tokens(string family)
    {
        var (model, recorder) = (Create(family), new AttentionRecorder());
        model.Classify(Images(3), recorder);
        var grid = model.GridOf(new GridSize(8, 6));
        Assert.Equal(new GridSize(4, 2), grid);
        var numTokens = recorder.Readout.Count / 3;
        Assert.Equal(numTokens * numTokens * recorder.Layers[0].NumHeads, recorder.Layers[0].Sequences[0].Length);
        for (var image = 0; image < 3; image++)
        {
            var read = recorder.Readout.Skip(image * numTokens).Take(numTokens).ToArray();
            Assert.Equal(1, read.Sum(), 1e-5);
            Assert.Equal(
                family switch { "vit" or "class_token" => (1, 0), "deit" => (2, 0), "dinov2" or "dinov2_with_registers" => (1, 8), _ => (0, 8) },
                (read[..^8].Count(weight => weight > 0), read[^8..].Count(weight => weight > 0)));
        }
    }

    // The classifier is linear in the tokens that are read, but for the weights of a sequence pooling.
    [Theory]
    [InlineData("vit", "classifier.bias")]
    [InlineData("dinov2", "classifier.bias")]
    [InlineData("dinov2_with_registers", "classifier.bias")]
    [InlineData("class_token", "classifier.bias")]
    [InlineData("mean", "classifier.bias")]
    [InlineData("deit", "cls_classifier.bias", "distillation_classifier.bias")]
    public void Contributions_sum_to_the_score_without_its_bias(string family, params string[] biases)
    {
        var model = Create(family);
        var (recorder, logits) = Explain(model, 2, target: 3);
        var bias = biases.Average(name => model.Parameters[name].Data[3]);
        var numTokens = recorder.Contributions.Count / 2;
        for (var image = 0; image < 2; image++)
        {
            Assert.Equal(logits[(image * NumClasses) + 3] - bias, recorder.Contributions.Skip(image * numTokens).Take(numTokens).Sum(), 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void The_others_of_a_batch_do_not_change_an_explanation(string family)
    {
        var model = Create(family);
        var (together, _) = Explain(model, 3, target: 1);
        var (alone, _) = Explain(model, 1, target: 1);
        var numTokens = alone.Readout.Count;
        Assert.Equal(2, AttentionTrace.Of(together, Sequences.Uniform(3, numTokens)).NumLayers);
        Numbers.AssertClose(
            ClassRelevance.Of(AttentionTrace.Of(alone, Sequences.Uniform(1, numTokens))),
            ClassRelevance.Of(AttentionTrace.Of(together, Sequences.Uniform(3, numTokens))),
            1e-4);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void It_gives_the_same_bits_on_any_number_of_threads(string family)
    {
        var model = Create(family);
        Numbers.AssertSameBitsOnAnyTeam(() => ClassRelevance.Of(AttentionTrace.Of(Explain(model, 1, target: 0).Recorder, OneImage(model))));
    }

    [Fact]
    public void Two_threads_explain_with_one_model_as_each_would_alone()
    {
        var model = Create("sequence");
        float[][] alone = [.. Enumerable.Range(0, NumClasses).Select(Relevance)];
        Parallel.For(0, 20, i => Assert.Equal(alone[i % NumClasses], Relevance(i % NumClasses)));

        float[] Relevance(int target) => ClassRelevance.Of(AttentionTrace.Of(Explain(model, 1, target).Recorder, OneImage(model)));
    }

    private static Sequences OneImage(IImageClassifierModel model)
    {
        var recorder = new AttentionRecorder();
        model.Classify(Images(1), recorder);
        return Sequences.Uniform(1, recorder.Readout.Count);
    }

    private static (AttentionRecorder Recorder, float[] Logits) Explain(IImageClassifierModel model, int batch, int target)
    {
        var recorder = new AttentionRecorder { KeepsGradients = true };
        using var tape = new Tape(holdsParameters: true);
        var logits = model.Classify(Images(batch), recorder);
        var upstream = new float[logits.Length];
        for (var image = 0; image < batch; image++)
        {
            upstream[(image * NumClasses) + target] = 1;
        }

        tape.Backward((logits, upstream));
        Assert.DoesNotContain(model.Parameters.All, parameter => parameter.Value.HasGradient);
        return (recorder, logits.Data.ToArray());
    }

    private static Tensor Images(int batch) => Tensor.From(Numbers.Random(3 * 2 * 8 * 6, 7), 3, 2, 8, 6).Slice(0, batch);

    private static IImageClassifierModel Create(string family)
    {
        var parameters = new ParameterSet(5);
        var vit = new ViTConfig { ModelDim = 12, NumLayers = 2, NumHeads = 3, HiddenDim = 20, ImageSize = new(8, 6), PatchSize = new(2, 3), NumChannels = 2, InitializerRange = 0.3f };
        var dino = new Dinov2Config { ModelDim = 12, NumLayers = 2, NumHeads = 3, ImageSize = new(8, 6), PatchSize = new(2, 3), NumChannels = 2, InitializerRange = 0.3f };
        return family switch
        {
            "vit" => new ViTForImageClassification(vit, NumClasses, parameters),
            "deit" => new DeiTForImageClassificationWithTeacher(vit with { HasDistillationToken = true }, NumClasses, parameters),
            "dinov2" => new Dinov2ForImageClassification(dino, NumClasses, parameters),
            "dinov2_with_registers" => new Dinov2ForImageClassification(dino with { NumRegisters = 2 }, NumClasses, parameters),
            "class_token" => Compact(ImagePooling.ClassToken),
            "mean" => Compact(ImagePooling.Mean),
            _ => Compact(ImagePooling.Sequence),
        };

        CompactViTForImageClassification Compact(ImagePooling pooling) => new(
            new CompactViTConfig
            {
                ModelDim = 12, NumLayers = 2, NumHeads = 3, HiddenDim = 20, ImageSize = new(8, 6), NumChannels = 2, NumConvolutions = 0, PatchSize = new(2, 3),
                Pooling = pooling, NumRegisters = 1, InitializerRange = 0.3f,
            },
            NumClasses,
            parameters);
    }
}
