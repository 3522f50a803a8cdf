/// <summary>Called by the runtime before Main in a process that has DOTNET_STARTUP_HOOKS: see <see cref="ChildProcess"/>.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(ChildProcess.ProgramVariable) is { } program)
        {
            ChildProcess.RunProgram(program);
            Environment.Exit(0);
        }
    }
}
