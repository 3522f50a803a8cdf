using System.Diagnostics;

namespace Heed.Cli.Tests;

/// <summary>Runs the built tool as a process of its own, as a user does.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static string Dll { get; } = typeof(HeedTool).Assembly.Location;

    public static ToolResult Run(params IReadOnlyList<string> arguments) => Finish(Start(arguments));

    /// <summary>Runs it with its output going where <paramref name="redirection"/> says, such as <c>| head -2</c>.</summary>
    public static ToolResult RunInShell(string redirection, params IReadOnlyList<string> arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a POSIX shell");
        var line = string.Join(' ', arguments.Prepend(Dll).Prepend("dotnet").Select(argument => $"'{argument}'"));
        return Finish(Launch("bash", ["-o", "pipefail", "-c", $"{line} {redirection}"]));
    }

    public static Process Start(params IReadOnlyList<string> arguments) => Launch("dotnet", [Dll, .. arguments]);

    public static ToolResult Finish(Process process)
    {
        using (process)
        {
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(Patience))
            {
                process.Kill();
                Assert.Fail($"heed did not end within {Patience}");
            }

            return new ToolResult(process.ExitCode, output.Result, error.Result);
        }
    }

    private static Process Launch(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("HEED_DEBUG");
        return Process.Start(start)!;
    }
}

/// <summary>What came of a run.</summary>
internal sealed record ToolResult(int Code, string Output, string Error)
{
    /// <summary>Refused with one sentence on standard error and exit code 2.</summary>
    public string Refusal()
    {
        Assert.Equal((2, ""), (Code, Output));
        var sentence = Assert.Single(Error.TrimEnd().Split('\n'));
        Assert.EndsWith(".", sentence);
        Assert.DoesNotContain("Exception", sentence);
        return sentence;
    }

    public ToolResult Succeeded()
    {
        Assert.True(Code == 0, $"exit code {Code}: {Error}");
        Assert.DoesNotContain('\e', Output + Error);
        return this;
    }
}
