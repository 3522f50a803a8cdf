using Heed.Pipelines.Data;
using static Heed.Pipelines.Data.LabelExamination;

namespace Heed.Pipelines.Images.Examination;

/// <summary>Looks at pictures before anything is learned from them, as <see cref="DataDoctor"/> does at texts.</summary>
public static class ImageDoctor
{
    private const double GraveDuplicates = 0.01;

    /// <summary>
    /// Examines all splits of a set: pictures that cannot be read, that repeat one another or stand in two splits, to the pixel; labels that are rare,
    /// alone, unseen or missing; pictures that are left out. Every picture is read once, on all threads, and none is kept.
    /// </summary>
    /// <param name="images">The set.</param>
    /// <param name="cancellation">Stops.</param>
    public static DataReport Examine(ImageSet images, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        var splits = Splits(images).Select(split => new ImageSplitExamination(split.Name, split.Examples, cancellation)).ToList();
        var findings = new List<DataFinding>();
        for (var i = 0; i < splits.Count; i++)
        {
            findings.AddRange(Contents(splits[i]));
            findings.AddRange(splits.Take(i).SelectMany(earlier => Overlap(earlier, splits[i])));
        }

        var training = splits[0];
        findings.AddRange(new LabelExamination("pictures").Counts(training.Name, training.Labels).Select(finding => Placed(finding, training)));
        findings.AddRange(splits.Skip(1).SelectMany(split => Labels(training, split)));
        if (images.Unlabelled.Count > 0)
        {
            findings.Add(new DataFinding(
                FindingKind.UnlabelledPicture, FindingSeverity.Warning,
                $"{Number(images.Unlabelled.Count)} {(images.Unlabelled.Count == 1 ? "picture lies" : "pictures lie")} in no class folder and {Are(images.Unlabelled.Count)} left out.",
                [.. images.Unlabelled.Take(ImageSplitExamination.ShownPlaces).Select(name => new DataPlace("", 0, "", name))]));
        }

        return new DataReport(
            [.. splits.Select(split => split.Summarize())], [.. findings.OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Kind)]);
    }

    private static IEnumerable<(string Name, IReadOnlyList<ImageExample> Examples)> Splits(ImageSet images)
    {
        yield return ("training", images.Train);
        if (images.Validation is { } validation)
        {
            yield return ("validation", validation);
        }

        if (images.Test is { } test)
        {
            yield return ("test", test);
        }
    }

    private static IEnumerable<DataFinding> Contents(ImageSplitExamination split)
    {
        var of = $"of {Number(split.Count)} {split.Name} pictures";
        if (split.Broken.Count > 0)
        {
            yield return new(
                FindingKind.BrokenPicture, FindingSeverity.Error,
                $"{Number(split.Broken.Count)} {of} cannot be read or {(split.Broken.Count == 1 ? "shows" : "show")} nothing: work on them ends at the first unless broken ones are skipped.",
                split.BrokenPlaces);
        }

        if (split.Contradictions.Count > 0)
        {
            yield return new(
                FindingKind.Contradiction, FindingSeverity.Warning,
                $"{Number(split.Contradictions.Count)} {(split.Contradictions.Count == 1 ? "picture stands" : "pictures stand")} in the {split.Name} data with different labels.",
                [.. split.Contradictions.Take(ImageSplitExamination.ShownPlaces).SelectMany(split.Pair)]);
        }

        if (split.Duplicates.Count > 0)
        {
            yield return new(
                FindingKind.Duplicate, split.Duplicates.Count > GraveDuplicates * split.Count ? FindingSeverity.Warning : FindingSeverity.Information,
                $"{Number(split.Duplicates.Count)} {of} ({Percent(split.Duplicates.Count, split.Count)}) {(split.Duplicates.Count == 1 ? "repeats" : "repeat")} an earlier one.",
                [.. split.Duplicates.Take(ImageSplitExamination.ShownPlaces).SelectMany(split.Pair)]);
        }
    }

    private static IEnumerable<DataFinding> Overlap(ImageSplitExamination earlier, ImageSplitExamination split)
    {
        var shared = split.SharedWith(earlier);
        if (shared.Count == 0)
        {
            yield break;
        }

        var other = shared.Count(pair => earlier.LabelOf(pair.Theirs) != split.LabelOf(pair.Ours));
        var labels = other == 0 ? "" : $", {Number(other)} of them with another label";
        yield return new(
            FindingKind.Overlap, FindingSeverity.Warning,
            $"{Number(shared.Count)} {(shared.Count == 1 ? "picture stands" : "pictures stand")} in both {earlier.Name} and {split.Name}{labels} ({Number(split.CountIn(earlier))} of {Number(split.Count)} {split.Name} pictures), which makes scores on {split.Name} look better than they are.",
            [.. shared.Take(ImageSplitExamination.ShownPlaces).SelectMany(pair => (DataPlace[])[earlier.Place(pair.Theirs), split.Place(pair.Ours)])]);
    }

    private static IEnumerable<DataFinding> Labels(ImageSplitExamination training, ImageSplitExamination split)
    {
        var (known, found) = (training.Labels.Select(label => label.Label).ToList(), split.Labels.Select(label => label.Label).ToList());
        if (Unseen(training.Name, known, split.Name, found) is { } unseen)
        {
            yield return Placed(unseen, split);
        }

        var missing = known.Except(found, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            // Training asks for every class where it validates, not where it is measured later.
            yield return new(
                FindingKind.MissingLabel, split.Name == "validation" ? FindingSeverity.Error : FindingSeverity.Information,
                $"The {split.Name} data lacks {(missing.Count == 1 ? "a label" : $"{missing.Count} labels")} of the {training.Name} data: {Listed([.. missing.Select(label => $"'{label}'")])}.",
                []);
        }
    }

    private static DataFinding Placed(LabelFinding finding, ImageSplitExamination split) =>
        new(finding.Kind, finding.Severity, finding.Message, [.. finding.Labels.Take(ImageSplitExamination.ShownPlaces).Select(split.FirstOf)]);

    private static string Are(int count) => count == 1 ? "is" : "are";
}
