using Heed.Models;
using Heed.Pipelines.Classification;
using Heed.Training;

namespace Heed.Pipelines.ImageClassification;

/// <summary>
/// How to train an <see cref="ImageClassifier"/>. Whatever is null is chosen from the data: see <see cref="ImageClassifierDefaults"/>.
/// </summary>
public sealed record ImageClassifierOptions : ClassifierOptions
{
    /// <summary>
    /// The folder of a trained model that training goes on from: one of Heed's, or one of Hugging Face's ViT, DeiT or DINOv2, with a classifier or
    /// without. It says what the model is. Classes that it knows by name keep their weights, others are new; its positions are resized to
    /// <see cref="ImageSize"/>, if that is given. Null to start from random weights.
    /// </summary>
    public string? StartFrom { get; init; }

    /// <summary>Height and width that pictures are resized to, in pixels.</summary>
    public int? ImageSize { get; init; }

    /// <summary>
    /// Convolutions that make the tokens, each with a quarter as many as there were pixels before; 0 for patches. Patches with a class token, learned
    /// positions, no registers and no stochastic depth are a plain Vision Transformer, whose folder Python's transformers opens.
    /// </summary>
    public int? Convolutions { get; init; }

    /// <summary>Height and width of a patch, in pixels; divides the image size. Who gives it gets patches in place of convolutions.</summary>
    public int? PatchSize { get; init; }

    /// <summary>What of the tokens is classified.</summary>
    public ImagePooling? Pooling { get; init; }

    /// <summary>How the model knows where a token lies.</summary>
    public ImagePositions? Positions { get; init; }

    /// <summary>Tokens that belong to no place of the picture (Darcet et al. 2024).</summary>
    public int? Registers { get; init; }

    public OptimizerChoice? Optimizer { get; init; }

    /// <summary>Share of the pictures for which the last block is left out; it grows evenly from 0 in the first (Huang et al. 2016).</summary>
    public float? StochasticDepth { get; init; }

    /// <summary>Decay of the running average of the weights, which validation and the result use; 0 for none.</summary>
    public float? AverageDecay { get; init; }

    /// <summary>How much pictures are changed while they are learned from.</summary>
    public AugmentationStrength? Augmentation { get; init; }

    /// <summary>Whether the pictures of a batch are mixed with one another, and their labels alike (mixup and CutMix).</summary>
    public bool? Mixes { get; init; }

    /// <summary>How often each picture stands in its batch, each time changed differently (Hoffer et al. 2020).</summary>
    public int? Repeats { get; init; }

    /// <summary>Most pixels by which a picture is moved, in each direction; 0 for none.</summary>
    public int? CropPadding { get; init; }

    /// <summary>Whether pictures are mirrored at random. It helps where left and right mean the same, and harms where they do not, as with digits.</summary>
    public bool? Flips { get; init; }

    /// <summary>Told of each broken picture, which is then left out; null to fail at the first.</summary>
    public Action<string>? Skipped { get; init; }

    /// <summary>Told what was found and chosen, before anything is learned.</summary>
    public Action<ImageProfile, ImageClassifierPlan>? Examined { get; init; }

    /// <summary>The last word on the plan, once everything left open has been chosen from the data.</summary>
    public Func<ImageClassifierPlan, ImageClassifierPlan>? Adjust { get; init; }
}
