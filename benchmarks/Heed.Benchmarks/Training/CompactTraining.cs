using Heed.Autograd;
using Heed.Benchmarks.Measuring;
using Heed.Benchmarks.Models;
using Heed.Benchmarks.Models.Compact;
using Heed.Models;
using static TorchSharp.torch.nn.functional;

namespace Heed.Benchmarks.Training;

/// <summary>Training of a compact Vision Transformer.</summary>
internal static class CompactTraining
{
    // Nobody asks for the gradient of the images.
    private const double OfFirstConvolution = TrainingCases.ForwardAndBackward - 1;

    public static TrainingCase Case(CompactViTConfig config)
    {
        const int NumClasses = CompactCases.NumClasses;
        var (images, (first, others)) = (CompactCases.Pixels(config), CompactCases.Operations(config));
        int[] labels = [.. Enumerable.Range(0, CompactCases.Count).Select(i => i % NumClasses)];
        return new TrainingCase
        {
            Name = CompactCases.NameOf(config),
            Work = Work.Operations(CompactCases.Count * ((OfFirstConvolution * first) + (TrainingCases.ForwardAndBackward * others))),
            Items = new Items(CompactCases.Count, "images"),
            Heed = () =>
            {
                var (model, pixels) = (new CompactViTForImageClassification(config, NumClasses), Tensor.From(images.Pixels, images.Shape));
                return new HeedTraining(model.Parameters, () => Op.CrossEntropy(model.Classify(pixels), labels));
            },
            Libtorch = new Dictionary<string, Func<TrainingContender>>
            {
                [CompactCases.ChannelsLast] = () => Libtorch(CompactCases.ChannelsLast),
                [CompactCases.ChannelsFirst] = () => Libtorch(CompactCases.ChannelsFirst),
            },
        };

        TrainingContender Libtorch(string form)
        {
            var weights = new LibtorchWeights(requiresGradient: true);
            var model = new LibtorchCompactClassifier(config, NumClasses, weights);
            var (pixels, targets) = (images.ToLibtorch(form == CompactCases.ChannelsLast), LibtorchLayers.Ids([labels]).flatten());
            return new LibtorchTraining(weights, () => cross_entropy(model.Forward(pixels), targets), form);
        }
    }
}
