using System.CommandLine;
using Heed.Cli.Json;
using Heed.Cli.Options;
using Heed.Cli.Rendering;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Data;

namespace Heed.Cli.Verbs;

/// <summary><c>heed predict</c>: classifies texts, in their order, as they come.</summary>
internal static class PredictVerb
{
    private static readonly Argument<string[]> Inputs = new("INPUT")
    {
        Description = "Texts to classify; one that begins with a dash comes after --.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> Input = new("--input")
    {
        Description = "Reads texts from a file (.csv, .tsv, .jsonl, .parquet, or one text a line), or from standard input for -: one text a line, or JSON lines with the key text.",
        HelpName = "FILE or -",
    };

    private static readonly Option<int?> TopK = new("--top-k")
    {
        Description = "How many labels to name for each text. Default: 1, with --json all.",
        HelpName = "N",
        CustomParser = Parse.OptionalWhole(1),
    };

    public static Command Create() => Invocation.Bind(
        new Command("predict", "Classifies texts, in their order, as they come.")
        {
            Inputs,
            SharedOptions.Model,
            Input,
            TopK,
            DataOptions.Text,
            DataOptions.NoHeader,
            SharedOptions.Threads,
            SharedOptions.Json,
            SharedOptions.Quiet,
        },
        RunAsync);

    private static async Task<int> RunAsync(Invocation invocation)
    {
        var texts = Texts(invocation);
        var classifier = TextClassifier.Load(invocation.Get(SharedOptions.Model));
        var (output, json) = (invocation.Terminal.Output, invocation.IsJson);
        var topK = invocation.Get(TopK) ?? (json ? int.MaxValue : 1);
        var view = new PredictionView(classifier.Labels, isTerminal: !Console.IsOutputRedirected);
        var truncated = new TruncationNotice(invocation.Terminal, classifier.MaxLength);
        await foreach (var batch in BatchedLines.Read(texts, invocation.Cancellation).ConfigureAwait(false))
        {
            foreach (var prediction in classifier.Predict(batch, topK, invocation.Cancellation))
            {
                await output.WriteLineAsync(json ? JsonText.Of(prediction) : view.Line(prediction)).ConfigureAwait(false);
                truncated.Count(prediction);
            }

            await output.FlushAsync(invocation.Cancellation).ConfigureAwait(false);
        }

        truncated.Tell();
        return ExitCode.Done;
    }

    private static IEnumerable<string> Texts(Invocation invocation)
    {
        var (given, input) = (invocation.Get(Inputs), invocation.Get(Input));
        if ((given.Length > 0) == (input is not null))
        {
            throw new InvalidInputException(given.Length > 0
                ? $"Found both texts and --input {input}; expected one of them."
                : "There is nothing to classify; expected texts, or --input with a file, or --input - for standard input.");
        }

        if (input is null)
        {
            return given;
        }

        if (input == "-")
        {
            return TextData.ReadLines(Console.OpenStandardInput(), "standard input");
        }

        return IsTable(input) ? TextData.ReadTexts(input, DataOptions.TextColumn(invocation)) : Lines(input);
    }

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
