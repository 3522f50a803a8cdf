using System.Globalization;

namespace Heed.Pipelines.Data;

/// <summary>What the counts of labels say, whatever is labelled.</summary>
/// <param name="noun">What an example is, in the plural: texts, pictures.</param>
internal sealed class LabelExamination(string noun)
{
    private const double GraveMajority = 0.8, GraveRatio = 10;
    private const int ListedLabels = 10;

    /// <summary>Labels of the part that is learned from, the most frequent first: one alone, rare ones, likes, how uneven they are.</summary>
    public IEnumerable<LabelFinding> Counts(string split, IReadOnlyList<LabelCount> labels)
    {
        if (labels.Count == 1)
        {
            yield return new(
                FindingKind.OneClass, FindingSeverity.Error,
                $"All {Number(labels[0].Count)} {split} {noun} have the label '{labels[0].Label}'; a classifier needs at least two.", [labels[0].Label]);
        }

        if (labels.Count < 2)
        {
            yield break;
        }

        var rare = labels.Where(label => label.Count < DataDoctor.RareCount || label.Share < DataDoctor.RareShare).Reverse().ToArray();
        if (rare.Length > 0)
        {
            yield return new(
                FindingKind.RareLabel, FindingSeverity.Warning,
                $"{(rare.Length == 1 ? "A label has" : $"{rare.Length} labels have")} fewer than {DataDoctor.RareCount} examples or less than {Percent(DataDoctor.RareShare)} of the {split} {noun}: {Listed([.. rare.Select(label => $"'{label.Label}' ({Number(label.Count)})")])}.",
                [.. rare.Select(label => label.Label)]);
        }

        foreach (var group in labels.GroupBy(label => label.Label, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            yield return new(
                FindingKind.SimilarLabels, FindingSeverity.Warning,
                $"The labels {string.Join(" and ", group.Select(label => $"'{label.Label}'"))} differ in letter case only and count as different classes.",
                [.. group.Select(label => label.Label)]);
        }

        var ratio = (double)labels[0].Count / labels[^1].Count;
        yield return new(
            FindingKind.Imbalance,
            labels[0].Share >= GraveMajority || ratio >= GraveRatio ? FindingSeverity.Warning : FindingSeverity.Information,
            $"Always answering '{labels[0].Label}' would be right for {Percent(labels[0].Share)} of the {split} {noun}; {Evenness(labels, ratio)}.",
            []);
    }

    private static string Evenness(IReadOnlyList<LabelCount> labels, double ratio) => ratio == 1
        ? $"all {labels.Count} labels have as many examples"
        : $"the most frequent of {labels.Count} labels has {ratio.ToString(ratio < 1.1 ? "0.###" : "0.#", CultureInfo.InvariantCulture)} times the examples of the least frequent";

    /// <summary>Labels of another part that the one to learn from lacks.</summary>
    public static LabelFinding? Unseen(string training, IEnumerable<string> known, string split, IEnumerable<string> labels)
    {
        var unseen = labels.Except(known, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return unseen.Length == 0 ? null : new(
            FindingKind.UnseenLabel, FindingSeverity.Error,
            $"The {split} data has {(unseen.Length == 1 ? "a label" : $"{unseen.Length} labels")} that the {training} data lacks: {Listed([.. unseen.Select(label => $"'{label}'")])}.",
            unseen);
    }

    public static string Listed(IReadOnlyList<string> words) =>
        words.Count <= ListedLabels ? string.Join(", ", words) : $"{string.Join(", ", words.Take(ListedLabels))} and {words.Count - ListedLabels} more";

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    public static string Percent(long part, long whole) => part * 1000 < whole ? "less than 0.1 %" : Percent((double)part / whole);
}

/// <summary>A finding about labels, with those that it is about.</summary>
internal sealed record LabelFinding(FindingKind Kind, FindingSeverity Severity, string Message, IReadOnlyList<string> Labels);
