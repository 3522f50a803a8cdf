using System.CommandLine;
using Heed.Cli.Images;
using Heed.Pipelines.ImageClassification;

namespace Heed.Cli.Options;

/// <summary>The options of <c>heed train image</c>.</summary>
internal static class TrainImageOptions
{
    private const int MostPixels = 1024;
    private static readonly ImageClassifierOptions Usual = new();

    public static Option<string> Train { get; } = new("--train")
    {
        Description = "Labelled pictures to learn from: a folder or .zip of class folders (with train, val and test above them, if so), idx files or the folder that holds them, CIFAR-10 binary batches. A test split is left alone.",
        HelpName = "PATH",
        Required = true,
    };

    public static Option<string?> Validation { get; } = new("--validation")
    {
        Description = "Labelled pictures that decide which state is best. Default: the data's own validation split; without one a tenth of the training pictures, at most 2,000, is set aside.",
        HelpName = "PATH",
    };

    private static readonly Option<int?> ImageSize = new("--image-size")
    {
        Description = "Height and width that pictures are resized to, in pixels. Default: chosen from the data.",
        HelpName = "PIXELS",
        CustomParser = Parse.OptionalWhole(4, MostPixels),
    };

    private static readonly Option<int?> PatchSize = new("--patch-size")
    {
        Description = "Height and width of a patch, in pixels; divides the image size. Default: chosen from the data.",
        HelpName = "PIXELS",
        CustomParser = Parse.OptionalWhole(1, MostPixels),
    };

    private static readonly Option<float?> Dropout = new("--dropout")
    {
        Description = "Share of the activations that a step leaves out. Default: chosen from the data.",
        HelpName = "SHARE",
        CustomParser = Parse.Share(),
    };

    private static readonly Option<float?> WeightDecay = new("--weight-decay")
    {
        Description = "How strongly weights are drawn to 0. Default: chosen from the data.",
        HelpName = "RATE",
        CustomParser = Parse.NotNegative(),
    };

    private static readonly Option<float?> LabelSmoothing = new("--label-smoothing")
    {
        Description = "Share of the target that is spread over all classes. Default: chosen from the data.",
        HelpName = "SHARE",
        CustomParser = Parse.Share(),
    };

    private static readonly Option<int?> CropPadding = new("--crop-padding")
    {
        Description = "Most pixels by which a picture is moved at random, in each direction; 0 for none. Default: chosen from the data.",
        HelpName = "PIXELS",
        CustomParser = Parse.OptionalWhole(0, MostPixels),
    };

    private static readonly Option<Answer?> Flips = new("--flips")
    {
        Description = "Whether pictures are mirrored at random, yes or no: it harms where left and right differ, as in digits. Default: chosen from the data.",
        HelpName = "yes|no",
        CustomParser = Parse.OneOf<Answer>(),
    };

    private static readonly Option<float> ValidationShare = new("--validation-share")
    {
        Description = "Share of the training pictures that is set aside for validation where there are none.",
        HelpName = "SHARE",
        DefaultValueFactory = _ => (float)Usual.ValidationShare,
        CustomParser = result => Parse.Share(above0: true)(result) ?? 0,
    };

    public static void AddTo(Command command)
    {
        Option[] options =
        [
            Train, Validation, TrainOptions.Output, ValidationShare, ImageOptions.SkipBroken,
            SharedOptions.Preset, ImageSize, PatchSize, SharedOptions.Epochs, SharedOptions.TimeBudget,
            TrainOptions.BatchSize, TrainOptions.LearningRate, CropPadding, Flips, Dropout, WeightDecay, LabelSmoothing, TrainOptions.BalanceClasses, TrainOptions.Patience,
            SharedOptions.Seed, SharedOptions.Threads, SharedOptions.Resume, SharedOptions.Json, SharedOptions.Quiet,
        ];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    public static ImageClassifierOptions Read(Invocation invocation, BrokenPictures broken) => new()
    {
        Seed = invocation.Get(SharedOptions.Seed),
        Preset = invocation.Get(SharedOptions.Preset),
        ImageSize = invocation.Get(ImageSize),
        PatchSize = invocation.Get(PatchSize),
        Epochs = invocation.Get(SharedOptions.Epochs),
        TimeBudget = TrainOptions.Budget(invocation, Usual.TimeBudget),
        BatchSize = invocation.Get(TrainOptions.BatchSize),
        LearningRate = invocation.Get(TrainOptions.LearningRate),
        CropPadding = invocation.Get(CropPadding),
        Flips = IsYes(invocation.Get(Flips)),
        Dropout = invocation.Get(Dropout),
        WeightDecay = invocation.Get(WeightDecay),
        LabelSmoothing = invocation.Get(LabelSmoothing),
        BalanceClasses = invocation.Get(TrainOptions.BalanceClasses),
        Patience = invocation.Get(TrainOptions.Patience),
        ValidationShare = invocation.Get(ValidationShare),
        Skipped = broken.Skipped,
        OutputDirectory = invocation.Get(TrainOptions.Output),
        Resume = invocation.Get(SharedOptions.Resume),
    };

    private static bool? IsYes(Answer? answer) => answer is null ? null : answer == Answer.Yes;

    // A bool takes no word but true and false on the command line.
    private enum Answer
    {
        Yes,
        No,
    }
}
