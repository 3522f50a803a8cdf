using System.CommandLine;
using Heed.Benchmarks.Attention;
using Heed.Benchmarks.Memory;
using Heed.Benchmarks.Models;
using Heed.Benchmarks.Training;

namespace Heed.Benchmarks;

/// <summary>The command line: one verb for each suite of benchmarks.</summary>
internal static class BenchmarkTool
{
    public static int Run(string[] arguments)
    {
        var root = new RootCommand("Heed against its peers, interleaved in one process.")
        {
            Verb("attention", "Attention kernels, forward and backward.", _ => AttentionCases.All()),
            Verb("models", "Whole models, forward.", settings => ModelCases.All(settings.IsQuick)),
            Verb("train", "Steps of training.", _ => TrainingCases.All()),
            MemoryVerb.Create(() => [.. ModelCases.All(isQuick: false), .. TrainingCases.All()]),
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

    private static Command Verb(string name, string description, Func<SuiteSettings, IReadOnlyList<IBenchmarkCase>> cases)
    {
        var command = new Command(name, description);
        var options = new BenchmarkOptions(command);
        command.SetAction(parsed =>
        {
            var settings = options.Read(parsed);
            return new Suite(name, settings).Run(cases(settings));
        });
        return command;
    }
}
