// dotnet run build.cs [-- format|build|test|smoke|pack|all ...]: the one command that says whether the repository is in order.
// It stops at the first step that fails, with exit code 1.
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

const string Artifacts = "artifacts";
const string Heed = "src/Heed.Cli/bin/Release/net10.0/heed.dll";

var steps = new (string Name, Action Run)[]
{
    ("format", Format),
    ("build", Build),
    ("test", Test),
    ("smoke", Smoke),
    ("pack", Pack),
};
var wanted = args.Length == 0 || args.Contains("all") ? [.. steps.Select(step => step.Name)] : args;
if (wanted.FirstOrDefault(name => steps.All(step => step.Name != name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no step '{unknown}'; expected {string.Join(", ", steps.Select(step => step.Name))} or all.");
    return 2;
}

Directory.SetCurrentDirectory(Root());
var summary = "";
try
{
    foreach (var step in steps.Where(step => wanted.Contains(step.Name)))
    {
        Console.WriteLine($"== {step.Name}");
        var watch = Stopwatch.StartNew();
        step.Run();
        Console.WriteLine($"== {step.Name} done in {watch.Elapsed.TotalSeconds:F0} s");
    }

    return 0;
}
catch (StepFailedException failure)
{
    Console.Error.WriteLine($"== failed: {failure.Message}");
    return 1;
}
finally
{
    if (summary.Length > 0)
    {
        Console.WriteLine(summary);
    }
}

void Format()
{
    DotNet("format", "Heed.slnx", "--verify-no-changes", "--severity", "warn");
    DotNet("format", "whitespace", ".", "--folder", "--include", "build.cs", "examples/", "--verify-no-changes");
}

void Build() => DotNet("build", "Heed.slnx", "-c", "Release", "-warnaserror", "-nologo", "-v", "minimal");

// The README's command, so that what it promises is what is tested.
void Test()
{
    var counts = new Dictionary<string, int>();
    try
    {
        Start(["test"], line =>
        {
            if (Regex.Match(line, @"^\s+(failed|succeeded|skipped): (\d+)$") is { Success: true } count)
            {
                counts[count.Groups[1].Value] = int.Parse(count.Groups[2].Value);
            }
        });
    }
    finally
    {
        int Count(string name) => counts.GetValueOrDefault(name);
        summary = $"{Count("succeeded")} passed, {Count("failed")} failed" + (Count("skipped") > 0 ? $", {Count("skipped")} skipped" : "");
    }
}

void Smoke()
{
    if (!File.Exists(Heed))
    {
        Build();
    }

    DotNet(Heed, "demo", "--output", $"{Artifacts}/demo");
}

void Pack() => DotNet("pack", "Heed.slnx", "-c", "Release", "-nologo", "-v", "minimal", "-o", $"{Artifacts}/packages");

void DotNet(params string[] arguments) => Start(arguments, null);

// The child's lines go on as they come; where they are read too, through here.
void Start(string[] arguments, Action<string>? read)
{
    Console.WriteLine($"dotnet {string.Join(' ', arguments)}");
    using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = read is not null })!;
    while (read is not null && process.StandardOutput.ReadLine() is { } line)
    {
        Console.WriteLine(line);
        read(line);
    }

    process.WaitForExit();
    if (process.ExitCode != 0)
    {
        throw new StepFailedException($"dotnet {string.Join(' ', arguments)} ended with exit code {process.ExitCode}");
    }
}

static string Root([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

internal sealed class StepFailedException(string message) : Exception(message);
