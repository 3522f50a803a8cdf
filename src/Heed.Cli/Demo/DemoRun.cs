using Heed.Cli.Rendering;
using Spectre.Console;

namespace Heed.Cli.Demo;

/// <summary>What the parts of the demo share, and what they leave behind.</summary>
/// <param name="Invocation">What was typed.</param>
/// <param name="Directory">Where everything goes.</param>
/// <param name="Seed">Decides the data and the models.</param>
internal sealed record DemoRun(Invocation Invocation, string Directory, int Seed)
{
    private readonly List<(string Path, string Note)> written = [];

    public Terminal Terminal => Invocation.Terminal;

    public CancellationToken Cancellation => Invocation.Cancellation;

    /// <summary>A path in the demo's folder.</summary>
    public string PathOf(string name) => Path.Combine(Directory, name);

    /// <summary>Remembers a file, or a folder, to be named at the end.</summary>
    public void Wrote(string path, string note = "") => written.Add((path, note));

    /// <summary>Names everything that was written.</summary>
    public void TellWritten()
    {
        Terminal.Result.WriteTitle("Written");
        foreach (var (path, note) in written)
        {
            var name = System.IO.Directory.Exists(path) ? path + Path.DirectorySeparatorChar : path;
            Terminal.Result.WriteLine($"  {name}{(note.Length > 0 ? $"  ({note})" : "")}");
        }
    }
}
