namespace Heed.House.Tests;

/// <summary>The floors of docs/architecture.md: a file uses its own and those below it.</summary>
internal static class Floors
{
    /// <summary>The core's floors, from the ground up; each is a folder of src/Heed and a namespace.</summary>
    public static IReadOnlyList<string> OfTheCore { get; } =
        ["Kernels", "Autograd", "Checkpoints", "Attention", "Layers", "Models", "Training"];

    /// <summary>What <paramref name="file"/> uses of floors above its own: a sentence each.</summary>
    public static IEnumerable<string> Offences(SourceFile file)
    {
        var own = Of(file.Namespace) ?? throw new ArgumentException($"{file.Path} is in namespace '{file.Namespace}', which is on no floor.");
        return file.UsedNames
            .Distinct()
            .Where(name => Of(name) is { } used && !MayUse(own, used))
            .Select(name => $"{file.Path} is on floor {own} and uses {name}");
    }

    // Figures knows no model: of Heed it uses itself alone, and only the tool uses it.
    private static bool MayUse(string own, string used) =>
        own == used || (own, used) switch
        {
            ("Cli", _) => true,
            ("Figures", _) or (_, "Figures") => false,
            _ => Height(own) >= Height(used),
        };

    private static int Height(string floor) => floor switch
    {
        "Heed" => -1,
        "Pipelines" => OfTheCore.Count,
        "Cli" => OfTheCore.Count + 1,
        _ => OfTheCore.IndexOf(floor),
    };

    /// <summary>The floor of a name in full; null if the name is none of Heed's.</summary>
    private static string? Of(string name)
    {
        var parts = name.Split('.');
        return parts[0] != "Heed" ? null
            : parts.Length > 1 && (parts[1] is "Pipelines" or "Figures" or "Cli" || OfTheCore.Contains(parts[1])) ? parts[1]
            : "Heed";
    }

    private static int IndexOf(this IReadOnlyList<string> list, string item)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] == item)
            {
                return i;
            }
        }

        return -1;
    }
}
