using Heed.Benchmarks.Measuring;
using Heed.Benchmarks.Models.Vit;
using Heed.Benchmarks.Peers;
using Heed.Models;

namespace Heed.Benchmarks.Models.Compact;

/// <summary>The Vision Transformers with a stem of convolutions that `heed train image` makes, over small colour images.</summary>
internal static class CompactCases
{
    public const int Count = 128;
    public const int NumClasses = 10;
    public const string ChannelsLast = "channels last";
    public const string ChannelsFirst = "channels first";

    // The weights are written over: nothing is to be drawn for them.
    public static CompactViTConfig Tiny { get; } = new()
    {
        ImageSize = new(32, 32), ModelDim = 128, NumLayers = 4, NumHeads = 4, HiddenDim = 256, NumConvolutions = 2, InitializerRange = 0,
    };

    public static CompactViTConfig Small { get; } = Tiny with { ModelDim = 192, NumLayers = 6, NumHeads = 6, HiddenDim = 384 };

    public static IEnumerable<ModelCase> All() => [Case(Tiny), Case(Small)];

    public static string NameOf(CompactViTConfig config) => $"compact ViT {config.NumLayers}x{config.ModelDim}, {Count} images of {config.Grid.Count}";

    public static Images Pixels(CompactViTConfig config) => Images.Random(Count, config.NumChannels, config.ImageSize.Height);

    /// <summary>The products of one image in its stem and in its blocks, a convolution's as its definition has them.</summary>
    public static (double First, double Others) Operations(CompactViTConfig config)
    {
        var (stem, channels, size) = (new List<double>(), config.NumChannels, config.ImageSize.Height);
        for (var i = 0; i < config.NumConvolutions; i++)
        {
            var after = i == config.NumConvolutions - 1 ? config.ModelDim : config.StemChannels;
            stem.Add(2.0 * size * size * channels * config.ConvolutionSize * config.ConvolutionSize * after);
            (channels, size) = (after, (size + 1) / 2);
        }

        return (stem[0], stem.Skip(1).Sum() + TransformerWork.Operations([config.Grid.Count], config.NumLayers, config.ModelDim, config.HiddenDim));
    }

    private static ModelCase Case(CompactViTConfig config)
    {
        var (images, (first, others)) = (Pixels(config), Operations(config));
        return new ModelCase
        {
            Name = NameOf(config),
            Work = Work.Operations(Count * (first + others)),
            Items = new Items(Count, "images"),
            Heed = () => new HeedImages(new CompactViTForImageClassification(config, NumClasses), NumClasses, images),
            Forms = [Libtorch(ChannelsLast), Libtorch(ChannelsFirst)],
        };

        PeerForm Libtorch(string form) => PeerForm.Only(Libraries.Libtorch, form, () => new LibtorchImages(
            form, weights => new LibtorchCompactClassifier(config, NumClasses, weights).Forward, images.ToLibtorch(form == ChannelsLast)));
    }
}
