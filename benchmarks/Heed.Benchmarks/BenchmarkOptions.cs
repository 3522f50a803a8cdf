using System.CommandLine;

namespace Heed.Benchmarks;

/// <summary>The options that every verb has.</summary>
internal sealed class BenchmarkOptions
{
    private readonly Option<bool> quick = new("--quick") { Description = "Ends within 60 s; measures the full number of threads only, unless --threads says otherwise." };

    private readonly Option<FileInfo> json = new("--json") { Description = "Writes the measurements to a file, as a JSON array.", HelpName = "FILE" };

    private readonly Option<DirectoryInfo> results = new("--results") { Description = "Writes the table to a folder, as CPU-VERB.md.", HelpName = "DIR" };

    private readonly Option<int> threads = new("--threads") { Description = "Threads that everybody works with. Default: 1, then 2.", HelpName = "N" };

    private readonly Option<string> filter = new("--filter") { Description = "Measures only what has this text in its name.", HelpName = "TEXT", DefaultValueFactory = _ => "" };

    private readonly Option<bool> processorTime = new("--processor-time") { Description = "Takes the processor's time and not the clock's, for a busy machine; with one thread only." };

    public BenchmarkOptions(Command command)
    {
        threads.Validators.Add(result =>
        {
            if (result.GetValue(threads) < 1)
            {
                result.AddError("--threads takes a whole number above zero.");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(processorTime) && result.GetValue(threads) > 1)
            {
                result.AddError("--processor-time is for one thread: those who wait would be counted as working.");
            }
        });
        command.Add(quick);
        command.Add(json);
        command.Add(results);
        command.Add(threads);
        command.Add(filter);
        command.Add(processorTime);
    }

    public SuiteSettings Read(ParseResult parsed)
    {
        var isQuick = parsed.GetValue(quick);
        var wanted = parsed.GetValue(threads);
        var both = Environment.ProcessorCount > 1 ? new[] { 1, 2 } : [1];
        return new SuiteSettings
        {
            IsQuick = isQuick,
            Json = parsed.GetValue(json)?.FullName,
            Results = parsed.GetValue(results)?.FullName,
            Threads = wanted > 0 ? [wanted] : parsed.GetValue(processorTime) ? [1] : isQuick ? both[^1..] : both,
            ByProcessorTime = parsed.GetValue(processorTime),
            Filter = parsed.GetValue(filter)!,
        };
    }
}
