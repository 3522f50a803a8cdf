using System.Security.Cryptography;
using Heed.Checkpoints;
using Heed.Kernels;
using Heed.Layers;
using Heed.Models;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>A trained model that another training goes on from, as its folder describes it.</summary>
internal sealed class StartingPoint
{
    private readonly string directory;
    private readonly ModelConfigFile file;
    private readonly CompactViTConfig numbers;

    private StartingPoint(string directory, ModelConfigFile file)
    {
        (this.directory, this.file) = (directory, file);
        Preprocessing = ImageProcessorConfig.Read(directory);
        numbers = file.ModelType switch
        {
            "vit" or "deit" => NumbersOf(ViTConfig.Read(file)),
            "dinov2" or "dinov2_with_registers" => NumbersOf(Dinov2Config.Read(file)),
            CompactViTConfig.ModelType => CompactViTConfig.Read(file),
            _ => throw VisionModel.Unknown(file),
        };
    }

    /// <summary>What was done to the pictures that it learned from.</summary>
    public ImageProcessorConfig Preprocessing { get; }

    private string WeightsPath => Path.Combine(directory, Checkpoint.FileName);

    /// <exception cref="InvalidInputException">A file is missing, broken or of another kind.</exception>
    public static StartingPoint Open(string directory)
    {
        var start = new StartingPoint(directory, ModelConfigFile.Open(directory));

        // Weights that are missing or broken are told of now, not after the pictures were read.
        SafetensorsFile.Open(start.WeightsPath).Dispose();
        return start;
    }

    /// <summary>Its numbers with the size and the noise that are asked for; of another family than Heed's own, those that both know.</summary>
    /// <exception cref="InvalidInputException">What the folder says is asked for in another way, or its patches do not divide the size.</exception>
    public CompactViTConfig Numbers(ImageClassifierOptions options)
    {
        if (options is not { Preset: null, Convolutions: null, PatchSize: null, Pooling: null, Positions: null, Registers: null })
        {
            throw new InvalidInputException(
                $"{directory}: this model, which training is to start from, is what its config.json says; expected no preset, convolutions, patch size, pooling, positions or registers beside it.");
        }

        var size = options.ImageSize is { } edge ? new GridSize(edge, edge) : Preprocessing.CropSize ?? Preprocessing.Size ?? numbers.ImageSize;
        if (numbers.NumConvolutions == 0 && (size.Height % numbers.PatchSize.Height != 0 || size.Width % numbers.PatchSize.Width != 0))
        {
            throw new InvalidInputException($"{directory}: patches of {numbers.PatchSize} pixels do not divide pictures of {size}; expected a size that they divide.");
        }

        return numbers with
        {
            ImageSize = size,
            HiddenDropout = options.Dropout ?? numbers.HiddenDropout,
            StochasticDepth = options.StochasticDepth ?? numbers.StochasticDepth,
        };
    }

    /// <summary>A model with its weights, made to fit.</summary>
    /// <param name="plan">The numbers of the new model.</param>
    /// <param name="labels">The classes of the new model.</param>
    /// <param name="seed">Decides the weights of what is new.</param>
    /// <exception cref="InvalidInputException">The weights are missing, broken or do not fit.</exception>
    public VisionModel Create(CompactViTConfig plan, LabelSet labels, ulong seed)
    {
        var vision = VisionModel.Create(file, plan, labels.Count, seed);
        using var weights = SafetensorsFile.Open(WeightsPath);
        new PretrainedWeights(weights, file.ModelType, file.Has("id2label") ? file.Labels() : [])
        {
            From = numbers.Grid,
            To = plan.Grid,
            Resampling = file.ModelType == "dinov2_with_registers" ? GridResampling.AntialiasedBicubic : GridResampling.Bicubic,
        }.CopyTo(vision.Model.Parameters, labels.Names);
        return vision;
    }

    /// <summary>Adds its weights to a fingerprint.</summary>
    public void AddTo(IncrementalHash hash)
    {
        using var stream = File.OpenRead(WeightsPath);
        hash.AppendData(SHA256.HashData(stream));
    }

    private static CompactViTConfig NumbersOf(ViTConfig config) => new()
    {
        ModelDim = config.ModelDim,
        NumLayers = config.NumLayers,
        NumHeads = config.NumHeads,
        HiddenDim = config.HiddenDim,
        ImageSize = config.ImageSize,
        NumConvolutions = 0,
        PatchSize = config.PatchSize,
        Pooling = ImagePooling.ClassToken,
        HiddenDropout = config.HiddenDropout,
    };

    private static CompactViTConfig NumbersOf(Dinov2Config config) => new()
    {
        ModelDim = config.ModelDim,
        NumLayers = config.NumLayers,
        NumHeads = config.NumHeads,
        HiddenDim = config.HiddenDim,
        ImageSize = config.ImageSize,
        NumConvolutions = 0,
        PatchSize = config.PatchSize,
        Pooling = ImagePooling.ClassToken,
        NumRegisters = config.NumRegisters ?? 0,
        HiddenDropout = config.HiddenDropout,
        StochasticDepth = config.StochasticDepth,
    };
}
