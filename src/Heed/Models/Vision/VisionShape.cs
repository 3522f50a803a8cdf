using Heed.Kernels;

namespace Heed.Models;

/// <summary>The numbers of a Vision Transformer's embeddings, of whatever family.</summary>
internal sealed record VisionShape
{
    public required int ModelDim { get; init; }

    public required GridSize ImageSize { get; init; }

    public required GridSize PatchSize { get; init; }

    public required int NumChannels { get; init; }

    /// <summary>Tokens that belong to no patch and have no position.</summary>
    public int NumRegisters { get; init; }

    /// <summary>How positions are resized to images of another size.</summary>
    public GridResampling Resampling { get; init; } = GridResampling.Bicubic;

    public float DropoutRate { get; init; }

    public float InitializerRange { get; init; } = 0.02f;

    public GridSize Grid => new(ImageSize.Height / PatchSize.Height, ImageSize.Width / PatchSize.Width);
}
