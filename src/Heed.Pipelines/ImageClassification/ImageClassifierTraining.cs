using System.Diagnostics;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Images;
using Heed.Training;

namespace Heed.Pipelines.ImageClassification;

/// <summary>
/// One training from pictures to a classifier: reading, learning, calibration, beside a baseline. Every part is a function of data and
/// options, so that a run that was stopped goes on by doing it again up to its saved state.
/// </summary>
internal sealed class ImageClassifierTraining(ImageClassifierOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
{
    private ulong Seed => (ulong)options.Seed;

    public ImageClassifier Run(IReadOnlyList<ImageExample> train, IReadOnlyList<ImageExample>? validation)
    {
        var preparing = Stopwatch.StartNew();
        var data = PreparedImages.Of(options, train, validation, cancellation);
        var (labels, training, held) = (data.Labels, data.Training, data.Validation);
        var run = Files(data);
        var baseline = PixelBaseline.Train(training.Images, training.Labels, labels.Count, cancellation);
        var vision = data.Start?.Create(data.Plan.Model, labels, Seed) ?? VisionModel.Create(data.Plan.Model, labels.Count, Seed);
        var outcome = Learn(data, vision, run, options.TimeBudget - preparing.Elapsed);

        var classifier = new ImageClassifier(vision, data.Preprocessing, labels) { Baseline = baseline };
        var logits = ImageInference.Logits(vision.Model, new ImageProcessor(data.Preprocessing), held.Images, labels.Count, cancellation);
        var temperature = Calibration.Apply(vision.Model.Parameters, logits, held.Labels, labels.Count);
        var report = new ImageTrainingReport
        {
            Options = options,
            Plan = data.Plan,
            TrainingExamples = training.Count,
            ValidationExamples = held.Count,
            ValidationWasSetAside = data.WasSetAside,
            Skipped = data.Skipped,
            Unvalidated = data.Unvalidated,
            Training = outcome,
            Temperature = temperature,
            Validation = classifier.Evaluate(
                [.. held.Images.Select((image, i) => new ImageExample(ImageSource.FromPixels(image, $"picture {i}"), labels.Names[held.Labels[i]]))],
                cancellation: cancellation),
        };
        classifier.Training = report;
        if (options.OutputDirectory is { } directory)
        {
            classifier.Save(directory);
            run.WriteMetrics(outcome.Epochs);
            ImageModelCard.Write(directory, classifier, report);
        }

        return classifier;
    }

    private RunFiles Files(PreparedImages data)
    {
        var fingerprint = RunFiles.FingerprintOf($"{options.Seed} {options.BalanceClasses} {data.Plan.Fingerprint}", hash =>
        {
            data.Start?.AddTo(hash);
            data.Training.AddTo(hash);
            data.Validation.AddTo(hash);
        });
        return new RunFiles(options.OutputDirectory, options.Resume, fingerprint, "imagesPerSecond");
    }

    private TrainingOutcome Learn(PreparedImages data, VisionModel vision, RunFiles run, TimeSpan? budget)
    {
        var plan = data.Plan;
        var task = new ImageClassificationTask(
            vision.Model,
            data,
            options.BalanceClasses ? ClassWeights.Balanced(data.Training.Labels, data.Labels.Count) : null,
            Seed);
        var passes = plan.ToTraining(options, budget) with
        {
            BatchSize = plan.ExamplesPerStep,
            Optimizer = plan.Optimizer,
            OtherRateFactor = plan.OtherRateFactor,
            WarmupShare = plan.WarmupShare,
            Decay = plan.Decay,
        };
        return Learning.Run(task, passes, run.TrainingState, run, options.Resume, run.Recording(progress), cancellation);
    }
}
