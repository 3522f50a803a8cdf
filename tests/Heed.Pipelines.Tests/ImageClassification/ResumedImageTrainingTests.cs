using System.Diagnostics;
using System.Globalization;
using Heed.Kernels;
using Heed.Models;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images.Augmentation;
using Heed.Training;

namespace Heed.Pipelines.Tests.ImageClassification;

/// <summary>A recipe that leaves nothing out: what is random in it is a function of seed, step and picture.</summary>
public sealed class ResumedImageTrainingTests(ResumedImageTrainingTests.Whole whole) : IClassFixture<ResumedImageTrainingTests.Whole>
{
    private const int Pictures = 90;
    private const int StepsOfEpoch = 11;
    private const int Steps = 4 * StepsOfEpoch;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(Steps - 2)]
    public void Stopped_at_any_step_and_resumed_it_ends_in_the_weights_of_a_run_never_stopped(int stopAt)
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var progress = new Callback(p =>
        {
            if (p.Step == stopAt)
            {
                stop.Cancel();
            }
        });
        Assert.Throws<OperationCanceledException>(() => Train(folder.Path, progress, stop.Token));

        var resumed = Train(folder.Path, null, Cancellation);

        Assert.Equal(Steps, resumed.Training!.Training.Steps);
        Assert.Equal(whole.Model, File.ReadAllBytes(folder.File("model.safetensors")));
        Assert.Equal(whole.Config, File.ReadAllText(folder.File("config.json")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_number_of_threads_trains_the_same_weights(int threads)
    {
        using var folder = new TemporaryFolder();
        var before = Team.Threads;
        try
        {
            Team.Threads = threads;
            Train(folder.Path, null, Cancellation);
        }
        finally
        {
            Team.Threads = before;
        }

        Assert.Equal(whole.Model, File.ReadAllBytes(folder.File("model.safetensors")));
    }

    [Fact]
    public void A_run_killed_at_random_moments_and_resumed_ends_in_the_weights_of_one_never_stopped()
    {
        using var killed = new TemporaryFolder();
        var random = new Random(1);
        var firstSteps = new List<int>();
        for (var attempt = 0; attempt < 30 && !File.Exists(killed.File("model.safetensors")); attempt++)
        {
            var (steps, milliseconds) = (random.Next(4, StepsOfEpoch + 1), random.Next(20));
            using var child = ChildProcess.Start(TrainInChild, killed.Path, $"{steps}", $"{milliseconds}");
            var line = child.Output.ReadLine();
            child.Output.ReadToEnd();
            firstSteps.Add(line is null ? Steps : int.Parse(line, CultureInfo.InvariantCulture));
        }

        Train(killed.Path, null, Cancellation);

        Assert.Equal(1, firstSteps[0]);
        Assert.True(firstSteps.Count > 2 && firstSteps[^1] > StepsOfEpoch, $"runs began with the steps {string.Join(", ", firstSteps)}; expected several, each going on where one before was killed");
        Assert.Equal(whole.Model, File.ReadAllBytes(killed.File("model.safetensors")));
    }

    [Fact]
    public void A_run_of_other_changes_is_not_resumed()
    {
        using var folder = new TemporaryFolder();
        Train(folder.Path, null, Cancellation);
        var other = Options(folder.Path) with
        {
            Adjust = plan => Everything(plan) with { Augmentation = Everything(plan).Augmentation with { Changes = [PictureChange.Rotate] } },
        };
        var error = Assert.Throws<InvalidInputException>(() => ImageClassifier.Train(SmallPictures.Make(Pictures), null, other, cancellation: Cancellation));
        Assert.Contains("other data or options", error.Message, StringComparison.Ordinal);
    }

    private static void TrainInChild(string[] arguments)
    {
        var (steps, milliseconds) = (int.Parse(arguments[1], CultureInfo.InvariantCulture), int.Parse(arguments[2], CultureInfo.InvariantCulture));
        var telling = new Callback(progress =>
        {
            Console.WriteLine(progress.Step);
            Console.Out.Flush();
            if (--steps == 0)
            {
                // As kill -9 does, somewhere in a step or a save.
                new Thread(() =>
                {
                    Thread.Sleep(milliseconds);
                    Process.GetCurrentProcess().Kill();
                }).Start();
            }

            // Slow enough to be killed on the way.
            Thread.Sleep(15);
        });
        Train(arguments[0], telling, CancellationToken.None);
    }

    private static ImageClassifier Train(string directory, IProgress<TrainingProgress>? progress, CancellationToken cancellation) =>
        ImageClassifier.Train(SmallPictures.Make(Pictures), null, Options(directory), progress, cancellation);

    private static ImageClassifierOptions Options(string directory) => SmallPictures.Options(directory) with
    {
        Epochs = 4,
        BalanceClasses = true,
        Augmentation = AugmentationStrength.Strong,
        Flips = true,
        Mixes = true,
        Repeats = 2,
        Resume = true,
        SaveSeconds = 0.02,
        Adjust = Everything,
    };

    private static ImageClassifierPlan Everything(ImageClassifierPlan plan) => plan with
    {
        Model = plan.Model with
        {
            ModelDim = 32,
            NumLayers = 2,
            NumHeads = 2,
            HiddenDim = 48,
            StemChannels = 8,
            NumConvolutions = 2,
            NumRegisters = 2,
            Positions = ImagePositions.Rotary,
            StochasticDepth = 0.2f,
            HiddenDropout = 0.1f,
            AttentionDropout = 0.1f,
        },
        BatchSize = 16,
        PlainShare = 0.25f,
        AverageDecay = 0.9f,
        Optimizer = OptimizerChoice.Muon,
    };

    /// <summary>What a run that nothing disturbs ends in.</summary>
    public sealed class Whole
    {
        public Whole()
        {
            using var folder = new TemporaryFolder();
            var classifier = Train(folder.Path, null, Cancellation);
            Assert.Equal(Steps, classifier.Training!.Training.Steps);
            (Model, Config) = (File.ReadAllBytes(folder.File("model.safetensors")), File.ReadAllText(folder.File("config.json")));
        }

        public byte[] Model { get; }

        public string Config { get; }
    }
}
