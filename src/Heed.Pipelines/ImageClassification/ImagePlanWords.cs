using System.Globalization;
using Heed.Models;

namespace Heed.Pipelines.ImageClassification;

/// <summary>Parts of a plan in words, for the model card and for people who wait.</summary>
public static class ImagePlanWords
{
    /// <summary>What makes tokens of a picture.</summary>
    public static string Tokens(CompactViTConfig model) => model.NumConvolutions == 0
        ? $"patches of {model.PatchSize}"
        : $"{model.NumConvolutions} {(model.NumConvolutions == 1 ? "convolution" : "convolutions")} of {model.ConvolutionSize} x {model.ConvolutionSize}";

    /// <summary>What becomes of a picture before each step.</summary>
    public static string Changes(ImageClassifierPlan plan)
    {
        var (changes, mixing) = (plan.Augmentation, plan.Mixing);
        string?[] parts =
        [
            changes.CropPadding > 0 ? $"moved by up to {changes.CropPadding} pixels" : null,
            changes.Flips ? "mirrored at random" : "never mirrored",
            changes.NumChanges > 0 ? string.Create(CultureInfo.InvariantCulture, $"changed {changes.NumChanges} times with magnitude {changes.Magnitude} (RandAugment)") : null,
            changes.ErasingRate > 0 ? string.Create(CultureInfo.InvariantCulture, $"erased in part at a rate of {changes.ErasingRate}") : null,
            changes.Repeats > 1 ? $"{changes.Repeats} times in a batch" : null,
            mixing.IsActive ? string.Create(CultureInfo.InvariantCulture, $"mixed (mixup {mixing.MixupAlpha}, CutMix {mixing.CutMixAlpha})") : null,
            plan.PlainShare > 0 ? string.Create(CultureInfo.InvariantCulture, $"only moved and mirrored in the last {100 * plan.PlainShare:0.#} % of the steps") : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }
}
