using System.CommandLine;
using Heed.Cli.Images;
using Heed.Cli.Json;
using Heed.Cli.Options;
using Heed.Cli.Rendering;
using Heed.Pipelines.ImageClassification;
using Heed.Training;

namespace Heed.Cli.Verbs;

/// <summary><c>heed train image</c>: from labelled pictures to a model folder.</summary>
internal static class TrainImageVerb
{
    private const int MostNamed = 5;
    private const string ExamplePicture = "PICTURE";

    public static Command Create()
    {
        var command = new Command("image", "Trains a Vision Transformer to classify pictures, from scratch or on from a model; what is not given is chosen from the data.");
        TrainImageOptions.AddTo(command);
        return Invocation.Bind(command, invocation => TrainingRun.Run(invocation, Subject.Picture, progress => Train(invocation, progress)));
    }

    private static TrainedClassifier Train(Invocation invocation, IProgress<TrainingProgress> progress)
    {
        var (story, trainPath) = (invocation.Terminal.Story, invocation.Get(TrainImageOptions.Train));
        var data = TrainingPictures.Read(trainPath, invocation.Get(TrainImageOptions.Validation));
        var broken = new BrokenPictures(invocation);
        var options = TrainImageOptions.Read(invocation, broken) with
        {
            Examined = (profile, plan) =>
            {
                ImageDataView.Write(story, data.Images, profile, data.ValidationSource);
                ImagePlanView.Write(story, plan, profile.NumClasses);
            },
        };
        var classifier = ImageClassifier.Train(data.Images, options, progress, invocation.Cancellation);
        broken.Tell();
        var report = classifier.Training!;
        var picture = data.Images.HeldOut[0].Image.Name;
        return new TrainedClassifier(
            report,
            TrainingJson.Of(options.OutputDirectory!, report) with { Skipped = report.Skipped },
            report.Plan.LearningRate,
            File.Exists(picture) ? picture : ExamplePicture,
            data.Images.Test is null ? "PATH" : CommandName.Quote(trainPath))
        {
            Diverged = report.Training.Stop == StopReason.Diverged,
            Warning = report.Unvalidated.Count == 0 ? null
                : $"Too few pictures to set any aside for validation of {string.Join(", ", report.Unvalidated.Take(MostNamed).Select(name => $"'{name}'"))}{(report.Unvalidated.Count > MostNamed ? " and more" : "")}: how well the model knows them was not measured.",
        };
    }
}
