using Heed.Benchmarks.Peers;
using static TorchSharp.torch;

namespace Heed.Benchmarks.Models.Vit;

/// <summary>A classifier of images of libtorch over one batch.</summary>
internal sealed class LibtorchImages : ModelContender
{
    private readonly LibtorchWeights weights = new();
    private readonly Func<Tensor, Tensor> classify;
    private readonly Tensor pixels;
    private Tensor? logits;

    /// <param name="form">Which way.</param>
    /// <param name="create">Makes the model of its weights: from [batch, channels, size, size] to [batch, numClasses].</param>
    /// <param name="pixels">The batch.</param>
    public LibtorchImages(string form, Func<LibtorchWeights, Func<Tensor, Tensor>> create, Tensor pixels)
        : base(Libraries.Libtorch, form)
    {
        classify = create(weights);
        this.pixels = pixels;
    }

    public override void Run()
    {
        logits?.Dispose();
        using var none = inference_mode();
        logits = classify(pixels);
    }

    public override float[] Output() => logits!.data<float>().ToArray();

    public override void Dispose()
    {
        logits?.Dispose();
        pixels.Dispose();
        weights.Dispose();
    }
}
