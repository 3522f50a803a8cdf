using System.CommandLine;
using Heed.Cli.Images;
using Heed.Pipelines.Classification;
using Heed.Pipelines.ImageClassification;

namespace Heed.Cli.Options;

/// <summary>The options of <c>heed train image</c>.</summary>
internal static class TrainImageOptions
{
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

    private static readonly Option<float> ValidationShare = new("--validation-share")
    {
        Description = "Share of the training pictures that is set aside for validation where there are none.",
        HelpName = "SHARE",
        DefaultValueFactory = _ => (float)Usual.ValidationShare,
        CustomParser = result => Parse.Share(above0: true)(result) ?? 0,
    };

    private static readonly Option<ModelPreset?> Preset = new("--preset")
    {
        Description = "Size of the model: tiny, small or base. Default: tiny.",
        HelpName = "SIZE",
        CustomParser = Parse.OneOf<ModelPreset>(),
    };

    public static void AddTo(Command command)
    {
        Option[] options =
        [
            Train, Validation, TrainOptions.Output, ValidationShare, ImageOptions.SkipBroken,
            Preset, SharedOptions.Epochs, SharedOptions.TimeBudget, TrainOptions.BatchSize, TrainOptions.LearningRate, TrainOptions.Patience,
            TrainOptions.BalanceClasses, .. ImageRecipeOptions.All,
            SharedOptions.Seed, SharedOptions.Threads, SharedOptions.Resume, SharedOptions.Json, SharedOptions.Quiet,
        ];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    public static ImageClassifierOptions Read(Invocation invocation, BrokenPictures broken) => ImageRecipeOptions.Apply(invocation, new ImageClassifierOptions
    {
        Seed = invocation.Get(SharedOptions.Seed),
        Preset = invocation.Get(Preset),
        Epochs = invocation.Get(SharedOptions.Epochs),
        TimeBudget = TrainOptions.Budget(invocation, Usual.TimeBudget),
        BatchSize = invocation.Get(TrainOptions.BatchSize),
        LearningRate = invocation.Get(TrainOptions.LearningRate),
        BalanceClasses = invocation.Get(TrainOptions.BalanceClasses),
        Patience = invocation.Get(TrainOptions.Patience),
        ValidationShare = invocation.Get(ValidationShare),
        Skipped = broken.Skipped,
        OutputDirectory = invocation.Get(TrainOptions.Output),
        Resume = invocation.Get(SharedOptions.Resume),
    });
}
