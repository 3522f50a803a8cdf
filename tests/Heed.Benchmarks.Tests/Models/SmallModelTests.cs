using Heed.Benchmarks.Models;
using Heed.Benchmarks.Models.Bert;
using Heed.Benchmarks.Models.Gpt2;
using Heed.Benchmarks.Models.Texts;
using Heed.Benchmarks.Models.Vit;
using Heed.Benchmarks.Peers;
using Heed.Models;

namespace Heed.Benchmarks.Tests.Models;

/// <summary>Small models in every form in which peers run large ones: all compute what Heed computes.</summary>
public class SmallModelTests
{
    private static readonly int[] Lengths = [5, 2, 7, 2, 11, 3];
    private static readonly BertConfig Bert = new() { VocabSize = 97, ModelDim = 64, NumLayers = 2, NumHeads = 4, HiddenDim = 128, MaxPositions = 16 };

    public static TheoryData<string, bool> BertForms =>
        [.. Batching.For(Lengths).SelectMany(batching => new[] { (batching.Name, true), (batching.Name, false) })];

    public static TheoryData<string> Batchings => [.. Batching.For(Lengths).Select(batching => batching.Name)];

    [Theory]
    [MemberData(nameof(BertForms))]
    public void Onnx_runtime_reads_texts_as_heed_does(string batching, bool fusesProducts)
    {
        Require(Libraries.OnnxRuntime);
        var texts = RandomTexts.Of(Lengths, Bert.VocabSize);
        Agree(new HeedBert(Bert, texts), new OnnxBert(Bert, texts, Of(batching), fusesProducts));
    }

    [Theory]
    [MemberData(nameof(Batchings))]
    public void Libtorch_reads_texts_as_heed_does(string batching)
    {
        Require(Libraries.Libtorch);
        var texts = RandomTexts.Of(Lengths, Bert.VocabSize);
        Agree(new HeedBert(Bert, texts), new LibtorchBert(Bert, texts, Of(batching)));
    }

    [Theory]
    [InlineData(Libraries.OnnxRuntime, true)]
    [InlineData(Libraries.OnnxRuntime, false)]
    [InlineData(Libraries.Libtorch, false)]
    public void Images_are_seen_as_heed_sees_them(string library, bool fusesProducts)
    {
        Require(library);
        var config = new ViTConfig { ImageSize = new(12, 12), PatchSize = new(4, 4), ModelDim = 64, NumLayers = 2, NumHeads = 4, HiddenDim = 128 };
        var images = Images.Random(3, config.NumChannels, 12);
        Agree(
            new HeedImages(new ViTForImageClassification(config, 7), 7, images),
            library == Libraries.Libtorch
                ? new LibtorchImages("", weights => new LibtorchVitClassifier(config, 7, weights).Forward, images.ToLibtorch())
                : new OnnxVit(config, 7, images, fusesProducts));
    }

    [Theory]
    [InlineData(Libraries.OnnxRuntime)]
    [InlineData(Libraries.Libtorch)]
    public void A_text_is_continued_as_heed_continues_it(string library)
    {
        Require(library);
        var config = new Gpt2Config { VocabSize = 97, ModelDim = 64, NumLayers = 2, NumHeads = 4, HiddenDim = 128, MaxPositions = 32 };
        var decoding = new Decoding(config.VocabSize, promptLen: 11, newTokens: 5);
        Agree(new HeedGpt2(config, decoding), library == Libraries.Libtorch ? new LibtorchGpt2(config, decoding) : new OnnxGpt2(config, decoding));
    }

    [Fact]
    public void A_model_that_computes_something_else_is_an_error()
    {
        using var model = new HeedBert(Bert, RandomTexts.Of(Lengths, Bert.VocabSize));
        model.Run();
        float[] other = [.. model.Output().Select(value => value + 0.1f)];
        Assert.Throws<WrongResultException>(() => OutputCheck.Agree("a model", model, other));
    }

    // Twice: the second run must not depend on what the first left behind.
    private static void Agree(ModelContender heed, ModelContender peer)
    {
        using (heed)
        using (peer)
        {
            heed.Run();
            peer.Run();
            heed.Run();
            peer.Run();
            OutputCheck.Agree("a small model", peer, heed.Output());
        }
    }

    private static void Require(string library) => Assert.SkipWhen(Libraries.Missing(library) is not null, Libraries.Missing(library) ?? "");

    private static Batching Of(string name) => Batching.For(Lengths).First(batching => batching.Name == name);
}
