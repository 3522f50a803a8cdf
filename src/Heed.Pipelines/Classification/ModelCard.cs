using System.Globalization;
using System.Text;
using Heed.Checkpoints;

namespace Heed.Pipelines.Classification;

/// <summary>README.md of a model folder: what it learned from, how well it does and against what, how to use it.</summary>
internal static class ModelCard
{
    public static void Write(string directory, TextClassifier classifier, TextTrainingReport report)
    {
        AtomicFile.WriteText(Path.Combine(directory, "README.md"), Text(classifier, report));
    }

    private static string Text(TextClassifier classifier, TextTrainingReport report)
    {
        var plan = report.Plan;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            # Text classifier

            A {(plan.Family == EncoderFamily.Bert ? "BERT" : "ModernBERT")} encoder trained from scratch with Heed: {plan.NumLayers} layers, {plan.ModelDim} wide, {plan.NumHeads} heads, {report.VocabularySize} word pieces, {classifier.NumParameters:N0} parameters. It reads the first {classifier.MaxLength} tokens of a text.

            ## Data

            {report.TrainingExamples:N0} texts were learned from and {report.ValidationExamples:N0} decided which state is best ({(report.ValidationWasSetAside ? "set aside from the training texts, each class in proportion" : "given apart")}). Classes: {string.Join(", ", classifier.Labels.Take(50))}. {(report.Truncated == 0 ? "No text was longer than the model reads." : $"{report.Truncated:N0} training texts were longer than the model reads and lost their end.")}
            """);
        ModelCardScores.Append(text, report.Validation, "text");
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            ## Training

            Seed {report.Options.Seed}; {report.Training.Epochs.Count} of {plan.Epochs} epochs, the best was {report.Training.BestEpoch}; {plan.PretrainingEpochs} epochs of guessing hidden tokens before; batches of {plan.BatchSize}, learning rate {plan.LearningRate}, dropout {plan.Dropout}, token dropout {plan.TokenDropout}, label smoothing {plan.LabelSmoothing}, weight decay {plan.WeightDecay}; {report.Seconds:F0} seconds. Temperature {report.Temperature:F3} (part of the weights).{(report.Training.WasCut || report.Pretraining is { WasCut: true } ? " The time budget cut the plan, so another machine would get other weights." : " The same seed, data and options give the same weights.")}

            ## Use

            ```csharp
            using Heed.Pipelines.Classification;

            var classifier = TextClassifier.Load("path/to/this/folder");
            Console.WriteLine(classifier.Predict("a text").Label);
            ```

            In Python: `transformers.pipeline("text-classification", model="path/to/this/folder")`.
            """);
        return text.ToString();
    }
}
