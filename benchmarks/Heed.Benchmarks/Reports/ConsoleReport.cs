using Heed.Benchmarks.Measuring;

namespace Heed.Benchmarks.Reports;

/// <summary>The table on the console, a line as soon as it is measured.</summary>
internal sealed class ConsoleReport(TextWriter output, IReadOnlyList<IBenchmarkCase> cases)
{
    private const int LeastWidth = 11;
    private readonly int nameWidth = cases.Max(one => one.Name.Length);

    public void Head(string verb)
    {
        output.WriteLine($"{verb} on {MachineFacts.Cpu}");
        foreach (var line in MachineFacts.Versions.Concat(MachineFacts.MissingPeers))
        {
            output.WriteLine(line);
        }

        output.WriteLine();
        output.WriteLine(Line(Table.Head));
    }

    public void Row(Measurement row)
    {
        output.WriteLine(Line(Table.Cells(row)));
        foreach (var remark in Table.Remarks(row))
        {
            output.WriteLine($"    {remark}");
        }
    }

    /// <summary>A quick run had no time for it.</summary>
    public void LeftOut(IBenchmarkCase one) => output.WriteLine($"{one.Name.PadRight(nameWidth)}  left out: it would take longer than a quick run may");

    public void Foot(IReadOnlyList<Measurement> rows)
    {
        output.WriteLine();
        foreach (var line in Table.Notes(rows))
        {
            output.WriteLine(line);
        }
    }

    private string Line(IReadOnlyList<string> cells) =>
        cells[0].PadRight(nameWidth)
            + string.Concat(cells.Skip(1).Zip(Table.Head.Skip(1), (cell, head) => cell.PadLeft(Math.Max(LeastWidth, head.Length) + 2)));
}
