using Heed.Benchmarks.Measuring;
using Heed.Benchmarks.Peers;
using Heed.Models;

namespace Heed.Benchmarks.Models.Vit;

/// <summary>ViT-B/16 over images.</summary>
internal static class VitCases
{
    private const int NumClasses = 1000;

    // The weights are written over: nothing is to be drawn for them.
    private static readonly ViTConfig Base = ViTConfig.Base16 with { InitializerRange = 0 };
    private static readonly ViTConfig Short = Base with { NumLayers = 1 };

    public static IEnumerable<ModelCase> All() => [Case(1), Case(8)];

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
            Heed = () => new HeedVit(Base, NumClasses, images),
            Forms =
            [
                Onnx(images, fusesProducts: true),
                Onnx(images, fusesProducts: false),
                PeerForm.Only(Libraries.Libtorch, "", () => new LibtorchVit(Base, NumClasses, images)),
            ],
        };
    }

    private static PeerForm Onnx(Images images, bool fusesProducts) => new(
        Libraries.OnnxRuntime,
        OnnxVit.FormOf(fusesProducts),
        () => new OnnxVit(Base, NumClasses, images, fusesProducts),
        () => new OnnxVit(Short, NumClasses, images, fusesProducts));
}
