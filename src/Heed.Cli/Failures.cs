using Heed.Cli.Rendering;

namespace Heed.Cli;

/// <summary>An exception as one sentence and an exit code.</summary>
internal static class Failures
{
    private const string DebugVariable = "HEED_DEBUG";

    public static int Report(Exception failure, TextWriter error)
    {
        var (sentence, code) = Describe(failure);
        try
        {
            error.WriteLine(sentence);
            if (Environment.GetEnvironmentVariable(DebugVariable) == "1")
            {
                error.WriteLine(failure);
            }
        }
        catch (IOException)
        {
            // Nobody listens; the exit code still tells.
        }

        return code;
    }

    internal static (string Sentence, int Code) Describe(Exception failure) => failure switch
    {
        InvalidInputException => (Words.OneLine(failure.Message), ExitCode.Usage),
        OperationCanceledException => ("Stopped.", ExitCode.Usage),
        IOException or UnauthorizedAccessException => ($"Cannot read or write: {failure.Message.TrimEnd('.')}.", ExitCode.Usage),
        OutOfMemoryException => ("There is not enough memory; try a smaller --preset or --batch-size, of texts a smaller --max-length, of pictures a smaller --image-size.", ExitCode.Failed),
        _ => (
            $"This is a fault of Heed: {failure.GetType().Name}: {failure.Message.ReplaceLineEndings(" ")} ({DebugVariable}=1 shows where; please report it.)",
            ExitCode.Failed),
    };
}
