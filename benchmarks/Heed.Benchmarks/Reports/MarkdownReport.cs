using System.Text;
using Heed.Benchmarks.Measuring;

namespace Heed.Benchmarks.Reports;

/// <summary>The table as a page to keep, one for each processor and verb.</summary>
internal static class MarkdownReport
{
    /// <summary>Writes FOLDER/CPU-VERB.md.</summary>
    public static void Write(string folder, string verb, SuiteSettings settings, IReadOnlyList<Measurement> rows)
    {
        var text = new StringBuilder();
        text.Append($"# {char.ToUpperInvariant(verb[0])}{verb[1..]} on {MachineFacts.Cpu}\n\n");
        text.Append($"`dotnet run -c Release --project benchmarks/Heed.Benchmarks -- {verb}{(settings.IsQuick ? " --quick" : "")}{(settings.ByProcessorTime ? " --processor-time" : "")}`, {DateTime.UtcNow:yyyy-MM-dd}.\n\n");
        foreach (var fact in MachineFacts.Versions.Concat(MachineFacts.MissingPeers))
        {
            text.Append($"- {fact}\n");
        }

        text.Append($"\n| {string.Join(" | ", Table.Head)} |\n|{string.Join("", Table.Head.Select((_, i) => i == 0 ? " --- |" : " ---: |"))}\n");
        foreach (var row in rows)
        {
            text.Append($"| {string.Join(" | ", Table.Cells(row))} |\n");
        }

        AppendForms(text, rows);
        foreach (var note in Table.Notes(rows))
        {
            text.Append($"\n{note}\n");
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{MachineFacts.FileName}-{verb}.md"), text.ToString());
    }

    private static void AppendForms(StringBuilder text, IReadOnlyList<Measurement> rows)
    {
        var lines = rows.SelectMany(row => Table.Remarks(row)
            .Select(line => $"- {row.Name}, {row.Threads} thread{(row.Threads == 1 ? "" : "s")}: {line}\n")).ToList();
        if (lines.Count > 0)
        {
            text.Append("\n## Each form of a peer\n\n").AppendJoin("", lines);
        }

        text.Append("\n## How to read it\n");
    }
}
