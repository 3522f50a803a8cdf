namespace Heed.Pipelines.Classification;

/// <summary>The names of the classes, in the order of the model's outputs. Labels are bound by name, never by position.</summary>
internal sealed class LabelSet
{
    private readonly Dictionary<string, int> indices;

    public LabelSet(IReadOnlyList<string> names)
    {
        Names = names;
        indices = names.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Names { get; }

    public int Count => Names.Count;

    /// <summary>The labels of these texts: numbers in order of size, otherwise in ordinal order.</summary>
    public static LabelSet Of(IEnumerable<string> labels)
    {
        var distinct = labels.Distinct(StringComparer.Ordinal).ToList();
        return new LabelSet(distinct.TrueForAll(label => long.TryParse(label, out _))
            ? [.. distinct.OrderBy(long.Parse).ThenBy(label => label, StringComparer.Ordinal)]
            : [.. distinct.Order(StringComparer.Ordinal)]);
    }

    /// <summary>The number of a label, or -1.</summary>
    public int IndexOf(string label) => indices.GetValueOrDefault(label, -1);
}
