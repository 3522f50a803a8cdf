using Heed.Models;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Images.Augmentation;
using Heed.Training;

namespace Heed.Pipelines.ImageClassification;

/// <summary>The whole recipe: the options after everything left open has been chosen from the data.</summary>
public sealed record ImageClassifierPlan : ClassifierPlan
{
    /// <summary>
    /// The numbers of the model; its image size is what pictures are resized to. Of a model of another family that training starts from, those
    /// that both know; then only the size, the dropout and, of DINOv2, stochastic depth can be changed.
    /// </summary>
    public required CompactViTConfig Model { get; init; }

    /// <summary>How each picture is changed anew in every step, and how often it stands in a batch.</summary>
    public required AugmentationOptions Augmentation { get; init; }

    /// <summary>How the pictures of a batch are mixed with one another.</summary>
    public MixingOptions Mixing { get; init; } = new();

    /// <summary>
    /// Share of the steps, the last ones, in which pictures are moved and mirrored only, neither changed in other ways nor erased nor mixed: so
    /// the model ends on pictures like those that it will be asked about.
    /// </summary>
    public float PlainShare { get; init; }

    public OptimizerChoice Optimizer { get; init; }

    /// <summary>With Muon: the learning rate of AdamW, which moves what is no hidden matrix, over <see cref="ClassifierPlan.LearningRate"/>.</summary>
    public double OtherRateFactor { get; init; } = 1;

    /// <summary>Share of the steps in which the rate rises from 0.</summary>
    public required float WarmupShare { get; init; }

    public Decay Decay { get; init; } = Decay.Cosine;

    /// <summary>Different pictures a step: a batch holds all repeats of each.</summary>
    public int ExamplesPerStep => Math.Max(1, BatchSize / Augmentation.Repeats);

    /// <summary>All that decides the result, for a run's fingerprint: a list does not print what is in it.</summary>
    internal string Fingerprint => $"{this} {string.Join(' ', Augmentation.Changes)}";
}
