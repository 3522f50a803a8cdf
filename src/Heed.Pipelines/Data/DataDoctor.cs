using static Heed.Pipelines.Data.LabelExamination;

namespace Heed.Pipelines.Data;

/// <summary>Looks at data before anything is learned from it.</summary>
public static class DataDoctor
{
    /// <summary>Fewer examples of a class than this teach nothing that would hold for others.</summary>
    public const int RareCount = 5;

    /// <summary>A class with a smaller part of the examples is drowned by the others.</summary>
    public const double RareShare = 0.01;

    private const double GraveDuplicates = 0.01, GraveTruncation = 0.05;

    /// <summary>Examines training examples and, if there are any, validation examples.</summary>
    /// <inheritdoc cref="Examine(IReadOnlyList{ValueTuple{string, IEnumerable{TextExample}}}, Func{string, int}, int)"/>
    public static DataReport Examine(
        IEnumerable<TextExample> training, IEnumerable<TextExample>? validation = null, Func<string, int>? tokenCount = null, int maxLength = 0) =>
        Examine(validation is null ? [("training", training)] : [("training", training), ("validation", validation)], tokenCount, maxLength);

    /// <summary>
    /// Examines the parts of a data set, each read once and not kept. Two texts are the same if they differ in letter case and white
    /// space only.
    /// </summary>
    /// <param name="splits">The parts with their names; the first is what is learned from.</param>
    /// <param name="tokenCount">The tokens of a text, special tokens included; if not given, words are counted.</param>
    /// <param name="maxLength">The most tokens that the model reads, or 0 for no limit.</param>
    /// <exception cref="InvalidInputException">A file that is read meanwhile cannot be.</exception>
    public static DataReport Examine(
        IReadOnlyList<(string Name, IEnumerable<TextExample> Examples)> splits, Func<string, int>? tokenCount = null, int maxLength = 0)
    {
        ArgumentOutOfRangeException.ThrowIfZero(splits.Count, nameof(splits));
        var examined = new List<SplitExamination>();
        foreach (var (name, examples) in splits)
        {
            var split = new SplitExamination(name, [.. examined], tokenCount, maxLength);
            foreach (var example in examples)
            {
                split.Add(example);
            }

            examined.Add(split);
        }

        var summaries = examined.Select(split => split.Summarize()).ToArray();
        var findings = new List<DataFinding>();
        for (var index = 0; index < examined.Count; index++)
        {
            findings.AddRange(Contents(examined[index], summaries[index], maxLength));
            findings.AddRange(Overlaps(examined, index));
        }

        findings.AddRange(new LabelExamination("texts").Counts(examined[0].Name, summaries[0].Labels).Select(finding => Placed(finding, examined[0])));
        foreach (var split in examined.Skip(1).Where(_ => examined[0].Examples > 0))
        {
            if (LabelExamination.Unseen(examined[0].Name, examined[0].LabelIds.Keys, split.Name, split.LabelIds.Keys) is { } unseen)
            {
                findings.Add(Placed(unseen, split));
            }
        }

        return new DataReport(summaries, [.. findings.OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Kind)]);
    }

    private static IEnumerable<DataFinding> Contents(SplitExamination split, SplitSummary summary, int maxLength)
    {
        if (split.Examples == 0)
        {
            yield return new(FindingKind.NoExamples, FindingSeverity.Error, $"The {split.Name} data has no examples.", []);
            yield break;
        }

        var of = $"of {Number(split.Examples)} {split.Name} texts";
        if (split.Empty.Count > 0)
        {
            var severity = split.Empty.Count == split.Examples ? FindingSeverity.Error : FindingSeverity.Warning;
            yield return new(FindingKind.EmptyText, severity, $"{Number(split.Empty.Count)} {of} {Are(split.Empty.Count)} empty.", split.Empty.Places);
        }

        if (split.Contradictions.Count > 0)
        {
            yield return new(
                FindingKind.Contradiction, FindingSeverity.Warning,
                $"{Number(split.Contradictions.Count)} {Texts(split.Contradictions.Count)} of the {split.Name} data {Stand(split.Contradictions.Count)} there with different labels.",
                split.Contradictions.Places);
        }

        if (split.Duplicates.Count > 0)
        {
            var severity = split.Duplicates.Count > GraveDuplicates * split.Examples ? FindingSeverity.Warning : FindingSeverity.Information;
            yield return new(
                FindingKind.Duplicate, severity,
                $"{Number(split.Duplicates.Count)} {of} ({Percent(split.Duplicates.Count, split.Examples)}) {(split.Duplicates.Count == 1 ? "repeats" : "repeat")} an earlier one.",
                split.Duplicates.Places);
        }

        if (split.Truncated.Count > 0)
        {
            var severity = split.Truncated.Count > GraveTruncation * split.Examples ? FindingSeverity.Warning : FindingSeverity.Information;
            yield return new(
                FindingKind.Truncation, severity,
                $"{Number(split.Truncated.Count)} {of} ({Percent(split.Truncated.Count, split.Examples)}) {Are(split.Truncated.Count)} longer than {Number(maxLength)} {summary.Lengths!.Unit} and will lose {(split.Truncated.Count == 1 ? "its end" : "their ends")}; the longest has {Number(summary.Lengths.Max)}.",
                split.Truncated.Places);
        }
    }

    private static IEnumerable<DataFinding> Overlaps(List<SplitExamination> splits, int index)
    {
        var split = splits[index];
        for (var other = 0; other < index; other++)
        {
            var overlap = split.Overlaps[other];
            if (overlap.Texts.Count > 0)
            {
                var labels = overlap.OtherLabel == 0 ? "" : $", {Number(overlap.OtherLabel)} of them with another label";
                yield return new(
                    FindingKind.Overlap, FindingSeverity.Warning,
                    $"{Number(overlap.Texts.Count)} {Texts(overlap.Texts.Count)} {Stand(overlap.Texts.Count)} in both {splits[other].Name} and {split.Name} ({Number(overlap.Rows)} of {Number(split.Examples)} {split.Name} rows{labels}), which makes scores on {split.Name} look better than they are.",
                    overlap.Texts.Places);
            }
        }
    }

    private static DataFinding Placed(LabelFinding finding, SplitExamination split) =>
        new(finding.Kind, finding.Severity, finding.Message, [.. finding.Labels.Take(SplitExamination.ShownPlaces).Select(split.FirstOf)]);

    private static string Are(long count) => count == 1 ? "is" : "are";

    private static string Texts(long count) => count == 1 ? "text" : "texts";

    private static string Stand(long count) => count == 1 ? "stands" : "stand";
}
