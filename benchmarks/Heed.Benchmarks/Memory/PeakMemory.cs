using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Heed.Benchmarks.Measuring;
using Heed.Benchmarks.Peers;

namespace Heed.Benchmarks.Memory;

/// <summary>
/// By how much one contender lets a process grow at its peak: its weights, its optimizer's state and what its runs need, not the
/// library itself. Each is measured in a process of its own.
/// </summary>
internal static class PeakMemory
{
    /// <summary>The verb by which a process is told to measure itself.</summary>
    public const string Verb = "memory";

    private const double Mebibyte = 1 << 20;
    private const int Runs = 3;

    /// <summary>In MiB, by the contenders' libraries, of each the way that needs least; empty where the system does not count.</summary>
    public static IReadOnlyDictionary<string, double> Measure(IMemoryCase one, IEnumerable<Contender> contenders, int threads) =>
        ProcessMemory.IsKnown
            ? contenders.GroupBy(contender => contender.Library).ToDictionary(ways => ways.Key, ways => ways.Min(way => InAnotherProcess(one.Name, way, threads)))
            : new Dictionary<string, double>();

    /// <summary>Measures within this process, which should have done nothing else, and prints the number.</summary>
    public static void Report(IMemoryCase one, string library, string form)
    {
        // Loads it.
        _ = Libraries.Missing(library);
        ProcessMemory.Trim();
        var before = ProcessMemory.Now;
        using var contender = one.Make(library, form);
        contender.Run();
        // Loading a model takes more for a moment, and that is not what is asked.
        ProcessMemory.Trim();
        ProcessMemory.ForgetPeak();
        for (var run = 0; run < Runs; run++)
        {
            contender.Run();
        }

        Console.WriteLine(((ProcessMemory.Peak - before) / Mebibyte).ToString("F1", CultureInfo.InvariantCulture));
    }

    private static double InAnotherProcess(string name, Contender contender, int threads)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        }

        string[] arguments = [Verb, "--case", name, "--library", contender.Library, "--form", contender.Form, "--threads", $"{threads}"];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var child = Process.Start(start)!;
        var printed = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0
            ? double.Parse(printed, CultureInfo.InvariantCulture)
            : throw new IOException($"{name}: the process that measures the memory of {contender.Name} ended with code {child.ExitCode}.");
    }
}
