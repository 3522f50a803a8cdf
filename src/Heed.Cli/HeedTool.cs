using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Heed.Cli.Verbs;

namespace Heed.Cli;

/// <summary>The command line: its verbs, and what becomes of a mistake.</summary>
internal static class HeedTool
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        using var interruption = new Interruption();
        using var output = Terminal.OpenOutput();
        using var error = Terminal.OpenError();
        Console.SetOut(output);
        Console.SetError(error);
        try
        {
            // A text may begin with @, which would otherwise name a file of further arguments.
            var parsed = CreateRoot().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
            if (UsageError(parsed) is { } mistake)
            {
                await error.WriteLineAsync(mistake).ConfigureAwait(false);
                await error.WriteLineAsync($"See: {CommandLineOf(parsed)} --help").ConfigureAwait(false);
                return ExitCode.Usage;
            }

            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = output,
                Error = error,
            };
            var code = await parsed.InvokeAsync(configuration, interruption.Token).ConfigureAwait(false);
            await output.FlushAsync().ConfigureAwait(false);
            return code;
        }
        catch (Exception) when (interruption.ReaderIsGone)
        {
            return ExitCode.Done;
        }
        catch (Exception failure)
        {
            return Failures.Report(failure, error);
        }
    }

    public static RootCommand CreateRoot() => new("Attention for .NET: train, measure, use and explain transformers.")
    {
        DemoVerb.Create(),
        new Command("train", "Trains a model.") { TrainTextVerb.Create(), TrainImageVerb.Create() },
        EvaluateVerb.Create(),
        PredictVerb.Create(),
        ExplainVerb.Create(),
        FiguresVerb.Create(),
        new Command("data", "Looks at data.") { DataCheckVerb.Create() },
    };

    // One sentence, or null where the line can be run (or asks for help).
    private static string? UsageError(ParseResult parsed)
    {
        if (parsed.Action is HelpAction || (parsed.Errors.Count == 0 && parsed.Action is SynchronousCommandLineAction))
        {
            return null;
        }

        if (parsed.CommandResult.Command.Subcommands.Count > 0)
        {
            var command = parsed.CommandResult.Command;
            var verbs = string.Join(", ", command.Subcommands.Select(verb => verb.Name));
            var found = parsed.UnmatchedTokens.Count > 0 ? $"'{parsed.UnmatchedTokens[0]}' is no verb" : "A verb is missing";
            return $"{found}; expected one of {verbs}.";
        }

        if (parsed.UnmatchedTokens.Count > 0)
        {
            var unknown = parsed.UnmatchedTokens[0];
            return unknown.StartsWith('-')
                ? $"'{unknown}' is no option of {CommandLineOf(parsed)}{Suggestion(unknown, parsed)}."
                : $"'{unknown}' is one argument too many for {CommandLineOf(parsed)} (a text with spaces stands in quotes).";
        }

        return parsed.Errors.Count > 0 ? parsed.Errors[0].Message : null;
    }

    private static string Suggestion(string unknown, ParseResult parsed)
    {
        var likely = parsed.CommandResult.Command.Options
            .Where(option => !option.Hidden && Shared(option.Name, unknown) >= 5)
            .MaxBy(option => Shared(option.Name, unknown));
        return likely is null ? "" : $" (did you mean {likely.Name}?)";
    }

    private static int Shared(string a, string b) => a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();

    private static string CommandLineOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, result.Command is RootCommand ? "heed" : result.Command.Name);
        }

        return string.Join(' ', names);
    }
}
