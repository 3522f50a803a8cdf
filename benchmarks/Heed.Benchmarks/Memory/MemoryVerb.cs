using System.CommandLine;
using Heed.Benchmarks.Peers;
using Heed.Kernels;

namespace Heed.Benchmarks.Memory;

/// <summary>The verb that <see cref="PeakMemory"/> calls its own program with; nobody else needs it.</summary>
internal static class MemoryVerb
{
    public static Command Create(Func<IEnumerable<IMemoryCase>> cases)
    {
        var name = new Option<string>("--case") { Required = true };
        var library = new Option<string>("--library") { Required = true };
        var form = new Option<string>("--form") { Required = true };
        var threads = new Option<int>("--threads") { Required = true };
        var command = new Command(PeakMemory.Verb, "Measures the memory of one contender.") { name, library, form, threads };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            Team.Threads = parsed.GetValue(threads);
            PeerThreads.Set(parsed.GetValue(threads));
            PeakMemory.Report(cases().First(one => one.Name == parsed.GetValue(name)), parsed.GetValue(library)!, parsed.GetValue(form)!);
        });
        return command;
    }
}
