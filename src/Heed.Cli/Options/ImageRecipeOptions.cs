using System.CommandLine;
using Heed.Models;
using Heed.Pipelines.ImageClassification;
using Heed.Training;

namespace Heed.Cli.Options;

/// <summary>What may be said about the model of pictures and about how it learns; each option's help tells what is chosen without it.</summary>
internal static class ImageRecipeOptions
{
    private const int MostPixels = 1024;

    // Small and large data, grey and coloured: where the same is chosen for all, that is the default.
    private static readonly ImageClassifierPlan[] Chosen =
    [
        .. ((ImageProfile[])[new(60_000, new(28, 28), true, 10), new(50_000, new(32, 32), false, 100), new(5_000, new(96, 96), false, 10), new(2_000, new(32, 32), false, 10), new(100, new(224, 224), false, 2)])
            .Select(profile => ImageClassifierDefaults.Choose(new ImageClassifierOptions(), profile)),
    ];

    private static readonly Option<string?> StartFrom = new("--start-from")
    {
        Description = "Goes on from the model of this folder, one that Heed trained or a ViT, DeiT or DINOv2 of Hugging Face's layout, which says what the model is; classes of names that it does not know are new. Default: random weights.",
        HelpName = "DIR",
    };

    private static readonly Option<int?> ImageSize = Whole("--image-size", "PIXELS", 4, MostPixels, "Height and width that pictures are resized to, in pixels.", plan => plan.Model.ImageSize);

    private static readonly Option<int?> Convolutions = Whole(
        "--convolutions", "N", 0, 8, "Convolutions that make the tokens, each with a quarter as many as there were pixels before; 0 for patches.", plan => plan.Model.NumConvolutions);

    private static readonly Option<int?> PatchSize = Whole(
        "--patch-size", "PIXELS", 1, MostPixels, "Makes the tokens of patches so high and wide, in pixels, which divide the image size, in place of convolutions.", _ => "none");

    private static readonly Option<ImagePooling?> Pooling = OneOf<ImagePooling>(
        "--pooling", "NAME", "What of the tokens is classified: class-token, mean or sequence (a weighted mean, the weights learned).", plan => plan.Model.Pooling);

    private static readonly Option<ImagePositions?> Positions = OneOf<ImagePositions>(
        "--positions", "NAME", "How the model knows where a token lies: learned, sine-cosine, rotary or none.", plan => plan.Model.Positions);

    private static readonly Option<int?> Registers = Whole("--registers", "N", 0, 64, "Tokens that belong to no place of the picture.", plan => plan.Model.NumRegisters);

    private static readonly Option<OptimizerChoice?> Optimizer = OneOf<OptimizerChoice>(
        "--optimizer", "NAME", "What moves the weights: adamw, or muon (which moves hidden matrices so, and the others with AdamW).", plan => plan.Optimizer);

    private static readonly Option<AugmentationStrength?> Augmentation = OneOf<AugmentationStrength>(
        "--augmentation",
        "NAME",
        "How much pictures are changed anew in every step: none, light (moved and, where the data allow it, mirrored) or strong (also turned, sheared, changed in colour, with holes).",
        plan => plan.Augmentation.NumChanges > 0 ? AugmentationStrength.Strong : plan.Augmentation.CropPadding > 0 ? AugmentationStrength.Light : AugmentationStrength.None);

    private static readonly Option<int?> CropPadding = Whole(
        "--crop-padding", "PIXELS", 0, MostPixels, "Most pixels by which a picture is moved at random, in each direction; 0 for none.", plan => plan.Augmentation.CropPadding);

    private static readonly Option<Answer?> Flips = OneOf<Answer>(
        "--flips", "yes|no", "Whether pictures are mirrored at random: it harms where left and right differ, as in digits.", plan => plan.Augmentation.Flips ? Answer.Yes : Answer.No);

    private static readonly Option<Answer?> Mixing = OneOf<Answer>(
        "--mixing", "yes|no", "Whether the pictures of a batch are mixed with one another, and their labels alike (mixup and CutMix).", plan => plan.Mixing.IsActive ? Answer.Yes : Answer.No);

    private static readonly Option<int?> Repeats = Whole(
        "--repeats", "N", 1, 64, "How often each picture stands in its batch, each time changed differently.", plan => plan.Augmentation.Repeats);

    private static readonly Option<float?> Dropout = Share("--dropout", "Share of the activations that a step leaves out.", plan => plan.Model.HiddenDropout);

    private static readonly Option<float?> StochasticDepth = Share(
        "--stochastic-depth", "Share of the pictures for which the last layer is left out; it grows evenly from 0 in the first.", plan => plan.Model.StochasticDepth);

    private static readonly Option<float?> LabelSmoothing = Share("--label-smoothing", "Share of the target that is spread over all classes.", plan => plan.LabelSmoothing);

    private static readonly Option<float?> AverageDecay = Share(
        "--average-decay", "Decay of the running average of the weights, which is validated and kept; 0 for none.", plan => plan.AverageDecay);

    private static readonly Option<float?> WeightDecay = new("--weight-decay")
    {
        Description = Described("How strongly weights are drawn to 0.", plan => plan.WeightDecay),
        HelpName = "RATE",
        CustomParser = Parse.NotNegative(),
    };

    /// <summary>All of them, the model's first.</summary>
    public static IReadOnlyList<Option> All =>
    [
        StartFrom, ImageSize, Convolutions, PatchSize, Pooling, Positions, Registers, Optimizer,
        Augmentation, CropPadding, Flips, Mixing, Repeats, Dropout, StochasticDepth, LabelSmoothing, WeightDecay, AverageDecay,
    ];

    private enum Answer
    {
        Yes,
        No,
    }

    /// <summary>The options with what is given here.</summary>
    public static ImageClassifierOptions Apply(Invocation invocation, ImageClassifierOptions options) => options with
    {
        StartFrom = invocation.Get(StartFrom),
        ImageSize = invocation.Get(ImageSize),
        Convolutions = invocation.Get(Convolutions),
        PatchSize = invocation.Get(PatchSize),
        Pooling = invocation.Get(Pooling),
        Positions = invocation.Get(Positions),
        Registers = invocation.Get(Registers),
        Optimizer = invocation.Get(Optimizer),
        Augmentation = invocation.Get(Augmentation),
        CropPadding = invocation.Get(CropPadding),
        Flips = IsYes(invocation.Get(Flips)),
        Mixes = IsYes(invocation.Get(Mixing)),
        Repeats = invocation.Get(Repeats),
        Dropout = invocation.Get(Dropout),
        StochasticDepth = invocation.Get(StochasticDepth),
        LabelSmoothing = invocation.Get(LabelSmoothing),
        WeightDecay = invocation.Get(WeightDecay),
        AverageDecay = invocation.Get(AverageDecay),
    };

    private static bool? IsYes(Answer? answer) => answer is null ? null : answer == Answer.Yes;

    private static string Described(string what, Func<ImageClassifierPlan, object> chosen)
    {
        var values = Chosen.Select(plan => Parse.NameOf(chosen(plan))).Distinct().ToList();
        return $"{what} Default: {(values.Count == 1 ? values[0] : "chosen from the data")}.";
    }

    private static Option<int?> Whole(string name, string value, int least, int most, string what, Func<ImageClassifierPlan, object> chosen) =>
        new(name) { Description = Described(what, chosen), HelpName = value, CustomParser = Parse.OptionalWhole(least, most) };

    private static Option<float?> Share(string name, string what, Func<ImageClassifierPlan, object> chosen) =>
        new(name) { Description = Described(what, chosen), HelpName = "SHARE", CustomParser = Parse.Share() };

    private static Option<T?> OneOf<T>(string name, string value, string what, Func<ImageClassifierPlan, object> chosen)
        where T : struct, Enum => new(name) { Description = Described(what, chosen), HelpName = value, CustomParser = Parse.OneOf<T>() };
}
