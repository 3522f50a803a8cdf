using Heed.Cli.Verbs;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Data;
using Heed.Pipelines.ImageClassification;
using Heed.Pipelines.Images;

namespace Heed.Cli.Images;

/// <summary>Classifies pictures, in their order, as they come.</summary>
internal static class PredictImages
{
    public static async Task<int> RunAsync(Invocation invocation)
    {
        var pictures = PredictVerb
            .Given(invocation, "pictures", "- for one on standard input, or --input with a file of paths", Paths)
            .SelectMany(path => path == PipedPicture.Path ? [PipedPicture.Read()] : ImageData.ReadPictures(path));
        var classifier = ImageModels.Open(invocation);
        var output = new PredictionOutput(invocation, classifier.Labels);
        var broken = new BrokenPictures(invocation);
        await foreach (var batch in ArrivingBatches.Read(pictures, invocation.Cancellation).ConfigureAwait(false))
        {
            foreach (var prediction in Answers(classifier, batch, output.TopK, broken.Skipped, invocation.Cancellation))
            {
                await output.WriteAsync(prediction).ConfigureAwait(false);
            }

            await output.FlushAsync(invocation.Cancellation).ConfigureAwait(false);
        }

        broken.Tell();
        return ExitCode.Done;
    }

    // Where a picture of a batch ends the work, those before it are answered first.
    private static IEnumerable<Prediction> Answers(
        ImageClassifier classifier, IReadOnlyList<ImageSource> batch, int topK, Action<string>? skipped, CancellationToken cancellation)
    {
        try
        {
            return classifier.Predict(batch, topK, skipped, cancellation);
        }
        catch (InvalidInputException)
        {
            return batch.Select(picture => classifier.Predict(picture, topK));
        }
    }

    // An empty line names no picture.
    private static IEnumerable<string> Paths(string input)
    {
        if (input != "-" && !File.Exists(input))
        {
            throw new InvalidInputException($"{input} does not exist; expected a file with the path of a picture a line.");
        }

        var (stream, name) = input == "-" ? (Console.OpenStandardInput(), "standard input") : (File.OpenRead(input), input);
        return Lines(stream, name).Where(path => path.Length > 0);
    }

    // What is no text is most likely the picture itself.
    private static IEnumerable<string> Lines(Stream stream, string name)
    {
        using var lines = TextData.ReadLines(stream, name).GetEnumerator();
        while (Next())
        {
            yield return lines.Current;
        }

        bool Next()
        {
            try
            {
                return lines.MoveNext();
            }
            catch (InvalidInputException problem)
            {
                throw new InvalidInputException(
                    $"{problem.Message.TrimEnd('.')}; --input expects a file with the path of a picture a line, and a picture itself stands without it (- for standard input).", problem);
            }
        }
    }
}
