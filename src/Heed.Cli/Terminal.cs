using System.Text;
using Spectre.Console;

namespace Heed.Cli;

/// <summary>Where the tool speaks, and what can be shown there.</summary>
/// <param name="Output">Standard output: the result.</param>
/// <param name="Error">Standard error: warnings.</param>
/// <param name="Result">The result for people: standard output, or nowhere where JSON is printed there.</param>
/// <param name="Story">What happens on the way: where the result goes; nowhere when quiet; standard error beside JSON.</param>
/// <param name="IsLive">Whether the story stands on a terminal whose last line may be written again.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, IAnsiConsole Result, IAnsiConsole Story, bool IsLive)
{
    // Lines of a file are not broken: what reads them may look for whole ones.
    private const int FileWidth = 4096;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static StreamWriter OpenOutput() => new(Console.OpenStandardOutput(), Utf8) { AutoFlush = false };

    public static StreamWriter OpenError() => new(Console.OpenStandardError(), Utf8) { AutoFlush = true };

    /// <summary>The process' own terminal.</summary>
    /// <param name="json">Whether standard output is for JSON.</param>
    /// <param name="quiet">Whether only the result is wanted.</param>
    public static Terminal Open(bool json, bool quiet)
    {
        var (output, error) = (Console.Out, Console.Error);
        var (fancyOutput, fancyError) = (IsFancy(Console.IsOutputRedirected), IsFancy(Console.IsErrorRedirected));
        var result = json ? Plain(TextWriter.Null) : CreateConsole(output, fancyOutput);
        var story = quiet ? Plain(TextWriter.Null) : json ? CreateConsole(error, fancyError) : result;
        return new Terminal(output, error, result, story, !quiet && (json ? fancyError : fancyOutput));
    }

    /// <summary>A console of plain lines.</summary>
    public static IAnsiConsole Plain(TextWriter writer, int width = FileWidth)
    {
        var console = CreateConsole(writer, fancy: false);
        console.Profile.Width = width;
        return console;
    }

    /// <summary>Something that the user should know, whatever the output is for.</summary>
    public void Warn(string sentence) => Error.WriteLine(sentence);

    private static bool IsFancy(bool redirected) =>
        !redirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    private static IAnsiConsole CreateConsole(TextWriter writer, bool fancy)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = fancy ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = fancy ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Capabilities.Unicode = true;
        if (!fancy)
        {
            console.Profile.Width = FileWidth;
        }

        return console;
    }
}
