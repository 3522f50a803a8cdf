using System.Globalization;
using System.Text;
using Heed.Checkpoints;
using Heed.Pipelines.Classification;

namespace Heed.Pipelines.ImageClassification;

/// <summary>README.md of an image classifier's folder: what it learned from, how well it does and against what, how to use it.</summary>
internal static class ImageModelCard
{
    public static void Write(string directory, ImageClassifier classifier, ImageTrainingReport report) =>
        AtomicFile.WriteText(Path.Combine(directory, "README.md"), Text(classifier, report));

    private static string Text(ImageClassifier classifier, ImageTrainingReport report)
    {
        var (plan, model) = (report.Plan, report.Plan.Model);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            # Image classifier

            A Vision Transformer trained {(report.Options.StartFrom is { } start ? $"further from {Path.GetFileName(Path.TrimEndingDirectorySeparator(start))}" : "from scratch")} with Heed: {model.NumLayers} layers, {model.ModelDim} wide, {model.NumHeads} heads, {classifier.NumParameters:N0} parameters. It sees pictures at {model.ImageSize} pixels, as {model.Grid} tokens made by {ImagePlanWords.Tokens(model)}.

            ## Data

            {report.TrainingExamples:N0} pictures were learned from and {report.ValidationExamples:N0} decided which state is best ({(report.ValidationWasSetAside ? "set aside from the training pictures, each class in proportion" : "given apart")}). Classes: {string.Join(", ", classifier.Labels.Take(50))}. {(report.Skipped == 0 ? "No picture was broken." : $"Left out because they were broken: {report.Skipped:N0}.")}{(report.Unvalidated.Count == 0 ? "" : $" Of too few pictures to set any aside: {string.Join(", ", report.Unvalidated.Take(50))}; how well the model knows them was not measured.")}
            """);
        ModelCardScores.Append(text, report.Validation, "picture");
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            ## Training

            Seed {report.Options.Seed}; {report.Training.Epochs.Count} of {plan.Epochs} epochs, the best was {report.Training.BestEpoch}; batches of {plan.BatchSize}, {plan.Optimizer} at a learning rate of {plan.LearningRate}, running average {plan.AverageDecay}, dropout {model.HiddenDropout}, stochastic depth {model.StochasticDepth}, label smoothing {plan.LabelSmoothing}, weight decay {plan.WeightDecay}; pictures {ImagePlanWords.Changes(plan)}; {report.Seconds:F0} s. Temperature {report.Temperature:F3} (part of the weights).{(report.Training.WasCut ? " The time budget cut the plan, so another machine would get other weights." : " The same seed, data and options give the same weights.")}

            ## Use

            `heed predict --model path/to/this/folder picture.png`, or in C#:

            ```csharp
            using Heed.Pipelines.ImageClassification;
            using Heed.Pipelines.Images;

            var classifier = ImageClassifier.Load("path/to/this/folder");
            Console.WriteLine(classifier.Predict(ImageSource.FromFile("picture.png")).Label);
            ```

            {(classifier.Vision.IsOfTransformers
                ? "In Python: `transformers.pipeline(\"image-classification\", model=\"path/to/this/folder\")`."
                : "The weights are in model.safetensors under the names of Hugging Face's ViT where the parts are the same; its transformers has no class for this model.")}
            """);
        return text.ToString();
    }
}
