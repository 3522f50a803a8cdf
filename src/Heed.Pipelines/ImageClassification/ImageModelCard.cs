using System.Globalization;
using System.Text;
using Heed.Checkpoints;
using Heed.Pipelines.Classification;

namespace Heed.Pipelines.ImageClassification;

/// <summary>README.md of an image classifier's folder: what it learnt from, how well it does and against what, how to use it.</summary>
internal static class ImageModelCard
{
    public static void Write(string directory, ImageClassifier classifier, ImageTrainingReport report) =>
        AtomicFile.WriteText(Path.Combine(directory, "README.md"), Text(classifier, report));

    private static string Text(ImageClassifier classifier, ImageTrainingReport report)
    {
        var plan = report.Plan;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            # Image classifier

            A Vision Transformer trained from scratch with Heed: {plan.NumLayers} layers, {plan.ModelDim} wide, {plan.NumHeads} heads, {classifier.NumParameters:N0} parameters. It sees pictures at {plan.ImageSize} x {plan.ImageSize} pixels, in patches of {plan.PatchSize} x {plan.PatchSize}.

            ## Data

            {report.TrainingExamples:N0} pictures were learnt from and {report.ValidationExamples:N0} decided which state is best ({(report.ValidationWasSetAside ? "set aside from the training pictures, each class in proportion" : "given apart")}). Classes: {string.Join(", ", classifier.Labels.Take(50))}. {(report.Skipped == 0 ? "No picture was broken." : $"{report.Skipped:N0} broken pictures were left out.")}
            """);
        ModelCardScores.Append(text, report.Validation, "picture");
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            ## Training

            Seed {report.Options.Seed}; {report.Training.Epochs.Count} of {plan.Epochs} epochs, the best was {report.Training.BestEpoch}; batches of {plan.BatchSize}, learning rate {plan.LearningRate}, dropout {plan.Dropout}, label smoothing {plan.LabelSmoothing}, weight decay {plan.WeightDecay}; pictures moved by up to {plan.CropPadding} pixels{(plan.Flips ? " and mirrored at random" : ", never mirrored")}; {report.Seconds:F0} seconds. Temperature {report.Temperature:F3} (part of the weights).{(report.Training.WasCut ? " The time budget cut the plan, so another machine would get other weights." : " The same seed, data and options give the same weights.")}

            ## Use

            ```csharp
            using Heed.Pipelines.ImageClassification;
            using Heed.Pipelines.Images;

            var classifier = ImageClassifier.Load("path/to/this/folder");
            Console.WriteLine(classifier.Predict(ImageSource.FromFile("picture.png")).Label);
            ```

            In Python: `transformers.pipeline("image-classification", model="path/to/this/folder")`.
            """);
        return text.ToString();
    }
}
