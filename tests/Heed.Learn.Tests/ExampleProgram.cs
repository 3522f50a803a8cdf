using System.Diagnostics;

namespace Heed.Learn.Tests;

/// <summary>A program of examples/, run as a user runs it: <c>dotnet run examples/NAME.cs</c>, which builds it first.</summary>
internal static class ExampleProgram
{
    // No program takes a minute. This is for one that never ends.
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(15);

    public static string Folder { get; } = Path.Combine(Repository.Root, "examples");

    public static IEnumerable<string> Names =>
        Directory.GetFiles(Folder, "*.cs").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    /// <summary>What it prints, warnings of its build included.</summary>
    /// <param name="name">Its file without .cs.</param>
    /// <param name="folder">Where it runs, and leaves its picture.</param>
    public static async Task<string> Run(string name, string folder)
    {
        // The repository's SDK, also in a folder outside of it.
        File.Copy(Path.Combine(Repository.Root, "global.json"), Path.Combine(folder, "global.json"));
        var start = new ProcessStartInfo("dotnet", ["run", Path.Combine(Folder, name + ".cs")])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the build of `dotnet test` set for itself is not for this one; and no server may outlive it, holding on to its output.
        foreach (var variable in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(variable);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        ending.CancelAfter(Hang);
        try
        {
            var (printed, errors) = (process.StandardOutput.ReadToEndAsync(ending.Token), process.StandardError.ReadToEndAsync(ending.Token));
            await process.WaitForExitAsync(ending.Token);
            Assert.True(process.ExitCode == 0, $"dotnet run examples/{name}.cs ended with exit code {process.ExitCode}: {await errors}{await printed}");
            return await printed;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
