using Heed.Cli.Options;
using Heed.Cli.Rendering;
using Heed.Cli.Verbs;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Data;

namespace Heed.Cli.Texts;

/// <summary>Classifies texts, in their order, as they come.</summary>
internal static class PredictTexts
{
    public static async Task<int> RunAsync(Invocation invocation)
    {
        var texts = PredictVerb.Given(invocation, "texts", "or --input with a file, or --input - for standard input", input => Read(invocation, input));
        var classifier = TextClassifier.Load(invocation.Get(SharedOptions.Model));
        var output = new PredictionOutput(invocation, classifier.Labels);
        var truncated = new TruncationNotice(invocation.Terminal, classifier.MaxLength);
        await foreach (var batch in ArrivingBatches.Read(texts, invocation.Cancellation).ConfigureAwait(false))
        {
            foreach (var text in batch)
            {
                TextModels.RefusePicture(invocation, text);
            }

            foreach (var prediction in classifier.Predict(batch, output.TopK, invocation.Cancellation))
            {
                await output.WriteAsync(prediction).ConfigureAwait(false);
                truncated.Count(prediction);
            }

            await output.FlushAsync(invocation.Cancellation).ConfigureAwait(false);
        }

        truncated.Tell();
        return ExitCode.Done;
    }

    private static IEnumerable<string> Read(Invocation invocation, string input) =>
        input == "-" ? TextData.ReadLines(Console.OpenStandardInput(), "standard input")
        : IsTable(input) ? TextData.ReadTexts(input, DataOptions.TextColumn(invocation))
        : Lines(input);

    private static bool IsTable(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(name).ToLowerInvariant() is ".csv" or ".tsv" or ".jsonl" or ".ndjson" or ".parquet";
    }

    private static IEnumerable<string> Lines(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidInputException($"{path} does not exist; expected a file with a text a line, or a .csv, .tsv, .jsonl or .parquet file.");
        }

        return TextData.ReadLines(File.OpenRead(path), path);
    }

    /// <summary>Says at the end how many texts were too long; each is marked in the JSON.</summary>
    private sealed class TruncationNotice(Terminal terminal, int maxLength)
    {
        private int truncated;
        private int all;

        public void Count(Prediction prediction)
        {
            all++;
            truncated += prediction.Truncated ? 1 : 0;
        }

        public void Tell()
        {
            if (truncated > 0)
            {
                terminal.Warn(Words.Truncated(truncated, all, maxLength));
            }
        }
    }
}
