using Heed.Cli.Images;
using Heed.Cli.Rendering;
using Heed.Figures;
using Heed.Figures.Vision;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;
using Heed.Pipelines.Samples;
using Spectre.Console;

namespace Heed.Cli.Demo;

/// <summary>A Vision Transformer learns to name figures in built-in pictures, is measured, and shows for one picture what it went by.</summary>
internal static class PicturePart
{
    private const int SavedOfEachClass = 5;

    public static void Run(DemoRun demo)
    {
        var (story, model) = (demo.Terminal.Story, demo.PathOf("image-model"));
        var images = ImageSamples.Generate(demo.Seed);
        var train = images.Train.Take(PictureRecipe.Pictures).ToList();
        story.WriteTitle(
            $"{Words.Plural(train.Count, "picture")} of {ImageSamples.Labels.Count} figures ({string.Join(", ", ImageSamples.Labels)}), of any place, size, angle and colour, in noise");
        var progress = new ProgressView(story, demo.Terminal.IsLive, Subject.Picture);
        ImageClassifier classifier;
        try
        {
            classifier = ImageClassifier.Train(train, images.Validation, PictureRecipe.Options(demo.Seed, model), progress, demo.Cancellation);
        }
        finally
        {
            progress.Close();
        }

        LossCurve.Write(story, progress.Losses);
        story.WriteTitle("Held-out pictures");
        EvaluationView.Write(demo.Terminal.Result, classifier.Evaluate(images.Test!, cancellation: demo.Cancellation), Subject.Picture);
        var saved = SampleFiles.Write(demo.PathOf("shapes"), images.Test!, SavedOfEachClass);
        Classify(demo.Terminal.Result, classifier, saved);
        Explain(demo, classifier, saved[^1]);
        demo.Wrote(demo.PathOf("shapes"), $"{saved.Count} of the held-out pictures, in class folders");
        demo.Wrote(model);
        NextCommands.Write(story, model, saved[0].Image.Name, CommandName.Quote(demo.PathOf("shapes")), "Next, with pictures");
    }

    // The first of each class.
    private static void Classify(IAnsiConsole console, ImageClassifier classifier, IReadOnlyList<ImageExample> saved)
    {
        console.WriteTitle("A few of them");
        var view = new PredictionView(classifier.Labels, isTerminal: true);
        foreach (var example in saved.DistinctBy(example => example.Label))
        {
            var prediction = classifier.Predict(example.Image, topK: 1);
            console.WriteLine($"  {(prediction.Label == example.Label ? "✓" : "✗")} {view.Line(prediction)}");
        }
    }

    private static void Explain(DemoRun demo, ImageClassifier classifier, ImageExample example)
    {
        var explanation = classifier.Explain(example.Image, cancellation: demo.Cancellation);
        var image = ImageFigures.ToFigures(Path.GetFileName(example.Image.Name), explanation, classifier.SeenPart(example.Image.Read()));
        demo.Terminal.Story.WriteTitle($"What it went by to say \"{image.Scores[0].Label}\" of {example.Image.Name}");
        PictureView.Write(demo.Terminal.Story, image, image.MostTrusted);
        var (page, overlay) = (demo.PathOf("explained-picture.html"), demo.PathOf("explained-picture.png"));
        var encoding = ImageFigures.ToFigures(image.Name, classifier.Encode(example.Image), explanation, image.Reader);
        ImagePage.Save(page, image, [EncodingPicture.Draw(encoding)]);
        Figure.Stack($"{image.Name}: {image.Scores[0].Label}", [PictureAnswer.Draw(image), MethodPanels.Draw(image)]).Save(overlay);
        demo.Wrote(page, "open it in a browser: what the model of pictures went by, every head, every patch");
        demo.Wrote(overlay);
    }
}
