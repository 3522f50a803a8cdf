using System.CommandLine;
using Heed.Cli.Options;
using Heed.Kernels;

namespace Heed.Cli;

/// <summary>One run of a verb: what was typed, where to speak, when to stop.</summary>
internal sealed record Invocation(ParseResult Parsed, Terminal Terminal, CancellationToken Cancellation)
{
    public T Get<T>(Option<T> option) => Parsed.GetValue(option)!;

    public T Get<T>(Argument<T> argument) => Parsed.GetValue(argument)!;

    public bool IsJson => Has(SharedOptions.Json);

    /// <summary>Whether an option stands on the command line, and is not a default.</summary>
    public bool IsGiven(Option option) => Parsed.GetResult(option) is { Implicit: false };

    private bool Has(Option<bool> option) => Parsed.GetResult(option) is not null && Parsed.GetValue(option);

    /// <summary>Makes <paramref name="run"/> what <paramref name="command"/> does.</summary>
    public static Command Bind(Command command, Func<Invocation, Task<int>> run)
    {
        command.SetAction((parsed, cancellation) =>
        {
            var invocation = new Invocation(parsed, null!, cancellation);
            if (parsed.GetResult(SharedOptions.Threads) is not null)
            {
                Team.Threads = parsed.GetValue(SharedOptions.Threads);
            }

            return run(invocation with { Terminal = Terminal.Open(invocation.Has(SharedOptions.Json), invocation.Has(SharedOptions.Quiet)) });
        });
        return command;
    }

    /// <inheritdoc cref="Bind(Command, Func{Invocation, Task{int}})"/>
    public static Command Bind(Command command, Func<Invocation, int> run) => Bind(command, invocation => Task.FromResult(run(invocation)));
}
