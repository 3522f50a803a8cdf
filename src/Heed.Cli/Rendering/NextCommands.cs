using Spectre.Console;

namespace Heed.Cli.Rendering;

/// <summary>What the user may type next with a model.</summary>
internal static class NextCommands
{
    public static void Write(IAnsiConsole console, string directory, string example, string data, string title = "Next")
    {
        var (tool, model, quoted) = (CommandName.Value, CommandName.Quote(directory), CommandName.Quote(example));
        console.WriteTitle(title);
        console.WriteLine($"  {tool} predict --model {model} {quoted}");
        console.WriteLine($"  {tool} explain --model {model} {quoted} --output explanation.html");
        console.WriteLine($"  {tool} evaluate --model {model} --data {data}");
    }
}
