namespace Heed.Cli;

/// <summary>How the user would type the tool again, for the commands that it proposes.</summary>
internal static class CommandName
{
    private static readonly string Project = Path.Combine("src", "Heed.Cli");

    public static string Value { get; } = Find();

    /// <summary>An argument as a shell takes it.</summary>
    public static string Quote(string argument)
    {
        var isPlain = argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./\\:=+,@%".Contains(c, StringComparison.Ordinal));
        return isPlain ? argument : $"\"{argument.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        var isBuiltHere = folder.StartsWith(Path.GetFullPath(Project) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return isBuiltHere ? $"dotnet run -c Release --project {Project} --" : "heed";
    }
}
