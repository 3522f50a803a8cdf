using System.Diagnostics;
using System.Reflection;

namespace Heed.Testing;

/// <summary>
/// A second process that runs one static method of this test assembly, so that a test can kill it. The runtime calls
/// <see cref="StartupHook"/> in it before the test runner starts, which never gets that far.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    public const string ProgramVariable = "HEED_TEST_CHILD";

    private readonly Process process;

    private ChildProcess(Process process) => this.process = process;

    /// <summary>What the child prints.</summary>
    public StreamReader Output => process.StandardOutput;

    public bool HasExited => process.HasExited;

    /// <param name="program">A static method; it gets <paramref name="arguments"/>.</param>
    /// <param name="arguments">Texts, since they travel on a command line.</param>
    public static ChildProcess Start(Action<string[]> program, params ReadOnlySpan<string> arguments) => Start(program, [], arguments);

    /// <param name="program">A static method; it gets <paramref name="arguments"/>.</param>
    /// <param name="environment">Variables the child has beside those of this process.</param>
    /// <param name="arguments">Texts, since they travel on a command line.</param>
    public static ChildProcess Start(Action<string[]> program, (string Name, string Value)[] environment, params ReadOnlySpan<string> arguments)
    {
        var assembly = typeof(ChildProcess).Assembly.Location;
        var host = Environment.ProcessPath!;
        var isDotnet = Path.GetFileNameWithoutExtension(host) == "dotnet";
        var start = new ProcessStartInfo(host, isDotnet ? [assembly, .. arguments] : [.. arguments]) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["DOTNET_STARTUP_HOOKS"] = assembly;
        start.Environment[ProgramVariable] = $"{program.Method.DeclaringType!.FullName}.{program.Method.Name}";
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>Ends it as kill -9 does.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public int WaitForExit()
    {
        process.WaitForExit();
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
    }

    public static void RunProgram(string program)
    {
        var dot = program.LastIndexOf('.');
        var method = typeof(ChildProcess).Assembly.GetType(program[..dot], throwOnError: true)!
            .GetMethod(program[(dot + 1)..], BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        method.CreateDelegate<Action<string[]>>()(Environment.GetCommandLineArgs()[1..]);
    }
}
