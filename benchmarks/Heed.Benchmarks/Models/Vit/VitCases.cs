using Heed.Benchmarks.Measuring;
using Heed.Benchmarks.Peers;
using Heed.Models;

namespace Heed.Benchmarks.Models.Vit;

/// <summary>Vision Transformers over images: ViT-B/16, and a small one with patches of 4 x 4.</summary>
internal static class VitCases
{
    private const int NumClasses = 1000;

    // The weights are written over: nothing is to be drawn for them.
    private static readonly ViTConfig Base = ViTConfig.Base16 with { InitializerRange = 0 };
    private static readonly ViTConfig Small = new()
    {
        ImageSize = new(32, 32), PatchSize = new(4, 4), ModelDim = 192, NumLayers = 6, NumHeads = 3, HiddenDim = 768, InitializerRange = 0,
    };

    private static readonly ViTConfig Short = Base with { NumLayers = 1 };

    public static IEnumerable<ModelCase> All() => [Case(1), Case(8), SmallCase()];

    /// <summary>The products of one image forward, those of its patches among them.</summary>
    public static double Operations(ViTConfig config)
    {
        var patches = config.Grid.Height * config.Grid.Width;
        var pixels = config.NumChannels * config.PatchSize.Height * config.PatchSize.Width;
        return TransformerWork.Operations([patches + 1], config.NumLayers, config.ModelDim, config.HiddenDim) + (2.0 * patches * pixels * config.ModelDim);
    }

    private static ModelCase Case(int count)
    {
        var images = Images.Random(count, Base.NumChannels, Base.ImageSize.Height);
        return new ModelCase
        {
            Name = $"ViT-B/16, {count} image{(count == 1 ? "" : "s")}",
            Work = Work.Operations(count * Operations(Base)),
            Items = new Items(count, "images"),
            Heed = () => new HeedImages(new ViTForImageClassification(Base, NumClasses), NumClasses, images),
            Forms =
            [
                Onnx(images, fusesProducts: true),
                Onnx(images, fusesProducts: false),
                Libtorch(Base, NumClasses, images),
            ],
        };
    }

    private static ModelCase SmallCase()
    {
        const int Count = 128, Classes = 10;
        var images = Images.Random(Count, Small.NumChannels, Small.ImageSize.Height);
        return new ModelCase
        {
            Name = $"ViT {Small.NumLayers}x{Small.ModelDim}, {Count} images of {Small.Grid.Count + 1}",
            Work = Work.Operations(Count * Operations(Small)),
            Items = new Items(Count, "images"),
            Heed = () => new HeedImages(new ViTForImageClassification(Small, Classes), Classes, images),
            Forms = [Libtorch(Small, Classes, images)],
        };
    }

    private static PeerForm Libtorch(ViTConfig config, int numClasses, Images images) => PeerForm.Only(
        Libraries.Libtorch, "", () => new LibtorchImages("", weights => new LibtorchVitClassifier(config, numClasses, weights).Forward, images.ToLibtorch()));

    private static PeerForm Onnx(Images images, bool fusesProducts) => new(
        Libraries.OnnxRuntime,
        OnnxVit.FormOf(fusesProducts),
        () => new OnnxVit(Base, NumClasses, images, fusesProducts),
        () => new OnnxVit(Short, NumClasses, images, fusesProducts));
}
