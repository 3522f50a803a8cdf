using Heed.Autograd;
using Heed.Benchmarks.Measuring;
using Heed.Benchmarks.Models;
using Heed.Benchmarks.Models.Bert;
using Heed.Benchmarks.Models.Compact;
using Heed.Benchmarks.Models.Gpt2;
using Heed.Benchmarks.Models.Texts;
using Heed.Benchmarks.Models.Vit;
using Heed.Models;
using static TorchSharp.torch.nn.functional;

namespace Heed.Benchmarks.Training;

/// <summary>The models that are trained, without dropout: it would be another random mask for each library.</summary>
internal static class TrainingCases
{
    // Backward does each product of forward twice: once for its input, once for its weight.
    public const double ForwardAndBackward = 3;

    public static IReadOnlyList<TrainingCase> All() => [Bert(), Vit(), CompactTraining.Case(CompactCases.Tiny), CompactTraining.Case(CompactCases.Small), Gpt()];

    private static TrainingCase Bert()
    {
        const int Texts = 32, SeqLen = 64, NumClasses = 2;
        var config = new BertConfig
        {
            VocabSize = 30_522, ModelDim = 256, NumLayers = 4, NumHeads = 4, HiddenDim = 1024, HiddenDropout = 0, AttentionDropout = 0, InitializerRange = 0,
        };
        int[] lengths = [.. Enumerable.Repeat(SeqLen, Texts)];
        var texts = RandomTexts.Of(lengths, config.VocabSize);
        int[] labels = [.. Enumerable.Range(0, Texts).Select(i => i % NumClasses)];
        return new TrainingCase
        {
            Name = $"BERT {config.NumLayers}x{config.ModelDim}, {Texts} texts of {SeqLen}",
            Work = Work.Operations(ForwardAndBackward * TransformerWork.Operations(lengths, config.NumLayers, config.ModelDim, config.HiddenDim)),
            Items = new Items(Texts * SeqLen, "tokens"),
            Heed = () =>
            {
                var (model, batch) = (new BertForSequenceClassification(config, NumClasses), TokenBatch.Pack(texts));
                return new HeedTraining(model.Parameters, () => Op.CrossEntropy(model.Classify(batch), labels));
            },
            Libtorch = new Dictionary<string, Func<TrainingContender>>
            {
                [""] = () =>
                {
                    var weights = new LibtorchWeights(requiresGradient: true);
                    var model = new LibtorchBertClassifier(config, NumClasses, weights);
                    var (ids, targets) = (LibtorchLayers.Ids(texts), LibtorchLayers.Ids([labels]).flatten());
                    return new LibtorchTraining(weights, () => cross_entropy(model.Forward(ids), targets));
                },
            },
        };
    }

    private static TrainingCase Vit()
    {
        const int Count = 64, Size = 32, PatchSize = 4, NumClasses = 10;
        var config = new ViTConfig
        {
            ImageSize = new(Size, Size), PatchSize = new(PatchSize, PatchSize), ModelDim = 192, NumLayers = 6, NumHeads = 3, HiddenDim = 768, InitializerRange = 0,
        };
        var images = Images.Random(Count, config.NumChannels, Size);
        int[] labels = [.. Enumerable.Range(0, Count).Select(i => i % NumClasses)];
        return new TrainingCase
        {
            Name = $"ViT {config.NumLayers}x{config.ModelDim}, {Count} images of {(config.Grid.Height * config.Grid.Width) + 1}",
            Work = Work.Operations(ForwardAndBackward * Count * VitCases.Operations(config)),
            Items = new Items(Count, "images"),
            Heed = () =>
            {
                var (model, pixels) = (new ViTForImageClassification(config, NumClasses), Tensor.From(images.Pixels, images.Shape));
                return new HeedTraining(model.Parameters, () => Op.CrossEntropy(model.Classify(pixels), labels));
            },
            Libtorch = new Dictionary<string, Func<TrainingContender>>
            {
                [""] = () =>
                {
                    var weights = new LibtorchWeights(requiresGradient: true);
                    var model = new LibtorchVitClassifier(config, NumClasses, weights);
                    var (pixels, targets) = (images.ToLibtorch(), LibtorchLayers.Ids([labels]).flatten());
                    return new LibtorchTraining(weights, () => cross_entropy(model.Forward(pixels), targets));
                },
            },
        };
    }

    private static TrainingCase Gpt()
    {
        const int Texts = 12, SeqLen = 256;
        var config = new Gpt2Config
        {
            VocabSize = 65, ModelDim = 384, NumLayers = 6, NumHeads = 6, HiddenDim = 1536, MaxPositions = SeqLen,
            EmbeddingDropout = 0, AttentionDropout = 0, ResidualDropout = 0, InitializerRange = 0,
        };
        int[] lengths = [.. Enumerable.Repeat(SeqLen, Texts)];
        var texts = RandomTexts.Of([.. lengths.Select(length => length + 1)], config.VocabSize);
        int[][] inputs = [.. texts.Select(text => text[..^1])];
        int[] next = [.. texts.SelectMany(text => text[1..])];
        var head = 2.0 * next.Length * config.ModelDim * config.VocabSize;
        var blocks = TransformerWork.Operations(lengths, config.NumLayers, config.ModelDim, config.HiddenDim, isCausal: true);
        return new TrainingCase
        {
            Name = $"GPT {config.NumLayers}x{config.ModelDim}, {Texts} texts of {SeqLen}",
            Work = Work.Operations(ForwardAndBackward * (blocks + head)),
            Items = new Items(Texts * SeqLen, "tokens"),
            Heed = () =>
            {
                var (model, batch) = (new Gpt2ForCausalLanguageModeling(config), TokenBatch.Pack(inputs));
                return new HeedTraining(model.Parameters, () => Op.CrossEntropy(model.Predict(batch), next));
            },
            Libtorch = new Dictionary<string, Func<TrainingContender>>
            {
                [""] = () =>
                {
                    var weights = new LibtorchWeights(requiresGradient: true);
                    var model = new LibtorchGpt2Decoder(config, weights, isForSingleRows: false);
                    var (ids, targets) = (LibtorchLayers.Ids(inputs), LibtorchLayers.Ids([next]).flatten());
                    return new LibtorchTraining(weights, () => cross_entropy(model.Logits(model.Forward(ids)).flatten(0, 1), targets));
                },
            },
        };
    }
}
