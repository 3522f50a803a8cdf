using System.CommandLine;
using Heed.Benchmarks.Attention;

namespace Heed.Benchmarks;

/// <summary>The command line: one verb for each suite of benchmarks.</summary>
internal static class BenchmarkTool
{
    public static int Run(string[] arguments)
    {
        var root = new RootCommand("Heed against its peers, interleaved in one process.")
        {
            Verb("attention", "Attention kernels, forward and backward.", AttentionCases.All),
        };
        try
        {
            var parsed = root.Parse(arguments);
            if (parsed.Errors.Count > 0)
            {
                Console.Error.WriteLine(parsed.Errors[0].Message);
                return ExitCode.Usage;
            }

            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception failure) when (failure is WrongResultException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(failure.Message);
            return ExitCode.Failed;
        }
    }

    private static Command Verb(string name, string description, Func<IReadOnlyList<IBenchmarkCase>> cases)
    {
        var command = new Command(name, description);
        var options = new BenchmarkOptions(command);
        command.SetAction(parsed => new Suite(name, options.Read(parsed)).Run(cases()));
        return command;
    }
}
