using Heed.Pipelines.Tokenization;

namespace Heed.Pipelines.Data;

/// <summary>What is counted in one pass over a split. Of the texts themselves only fingerprints and a few excerpts are kept.</summary>
internal sealed class SplitExamination(string name, IReadOnlyList<SplitExamination> earlier, Func<string, int>? tokenCount, int maxLength)
{
    public const int ShownPlaces = 3;

    private const int ExcerptLength = 80;

    private static readonly BertNormalization Words = BertNormalization.For(lowercase: true);

    /// <summary>Where a text was first seen in this split, and with which label.</summary>
    private readonly record struct First(long Line, int Label);

    private readonly Dictionary<UInt128, First> seen = [];
    private readonly HashSet<UInt128> contradicted = [];
    private readonly Dictionary<string, int> labelIds = new(StringComparer.Ordinal);
    private readonly List<long> labelCounts = [];
    private readonly List<DataPlace> firstOfLabel = [];
    private readonly SortedDictionary<int, long> lengths = [];

    public string Name => name;

    public long Examples { get; private set; }

    /// <summary>Texts without a visible character.</summary>
    public Tally Empty { get; } = new();

    /// <summary>Texts that repeat an earlier one of this split.</summary>
    public Tally Duplicates { get; } = new();

    /// <summary>Texts of this split that occur with two labels.</summary>
    public Tally Contradictions { get; } = new();

    /// <summary>For every earlier split the texts that stand there, too.</summary>
    public Overlap[] Overlaps { get; } = [.. earlier.Select(_ => new Overlap())];

    public Tally Truncated { get; } = new();

    public IReadOnlyDictionary<string, int> LabelIds => labelIds;

    public void Add(TextExample example)
    {
        Examples++;
        var label = Label(example);
        if (string.IsNullOrWhiteSpace(example.Text))
        {
            Empty.Add(() => Place(example));
        }
        else
        {
            Compare(example, label);
        }

        var length = tokenCount?.Invoke(example.Text) ?? CountWords(example.Text);
        lengths[length] = lengths.GetValueOrDefault(length) + 1;
        if (maxLength > 0 && length > maxLength)
        {
            Truncated.Add(() => Place(example));
        }
    }

    public DataPlace FirstOf(string label) => firstOfLabel[labelIds[label]];

    public SplitSummary Summarize() => new(
        name,
        Examples,
        [.. labelIds
            .Select(entry => new LabelCount(entry.Key, labelCounts[entry.Value], (double)labelCounts[entry.Value] / Examples))
            .OrderByDescending(count => count.Count).ThenBy(count => count.Label, StringComparer.Ordinal)],
        Examples == 0 ? null : new LengthSummary(
            tokenCount is null ? "words" : "tokens",
            lengths.First().Key,
            Percentile(50),
            lengths.Sum(entry => (double)entry.Key * entry.Value) / Examples,
            Percentile(90),
            Percentile(99),
            lengths.Last().Key,
            Truncated.Count));

    private void Compare(TextExample example, int label)
    {
        var fingerprint = TextFingerprint.Of(example.Text);
        var isNew = seen.TryAdd(fingerprint, new First(example.Line, label));
        if (!isNew)
        {
            var first = seen[fingerprint];
            var earlierPlace = new DataPlace(name, first.Line, LabelName(first.Label), Excerpt(example.Text));
            Duplicates.Add(() => earlierPlace, () => Place(example));
            if (first.Label != label && contradicted.Add(fingerprint))
            {
                Contradictions.Add(() => earlierPlace, () => Place(example));
            }
        }

        for (var index = 0; index < earlier.Count; index++)
        {
            if (earlier[index].seen.TryGetValue(fingerprint, out var other))
            {
                var otherLabel = earlier[index].LabelName(other.Label);
                Overlaps[index].Rows++;
                if (isNew)
                {
                    Overlaps[index].OtherLabel += otherLabel == example.Label ? 0 : 1;
                    Overlaps[index].Texts.Add(
                        () => new DataPlace(earlier[index].Name, other.Line, otherLabel, Excerpt(example.Text)), () => Place(example));
                }
            }
        }
    }

    private int Label(TextExample example)
    {
        if (!labelIds.TryGetValue(example.Label, out var id))
        {
            id = labelIds.Count;
            labelIds.Add(example.Label, id);
            labelCounts.Add(0);
            firstOfLabel.Add(Place(example));
        }

        labelCounts[id]++;
        return id;
    }

    private string LabelName(int id) => firstOfLabel[id].Label;

    /// <summary>The least length that so many percent of the texts do not exceed (nearest rank).</summary>
    private int Percentile(int percent)
    {
        var rank = (long)Math.Ceiling(percent / 100.0 * Examples);
        foreach (var (length, count) in lengths)
        {
            rank -= count;
            if (rank <= 0)
            {
                return length;
            }
        }

        return lengths.Last().Key;
    }

    private DataPlace Place(TextExample example) => new(name, example.Line, example.Label, Excerpt(example.Text));

    private static string Excerpt(string text)
    {
        text = text.Trim();
        var end = Math.Min(text.Length, ExcerptLength);
        end -= end < text.Length && char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
        return string.Concat(text[..end].Select(character => char.IsControl(character) ? ' ' : character)) + (end < text.Length ? "…" : "");
    }

    private static int CountWords(string text)
    {
        var count = 0;
        var words = new WordSplitter(text, Words);
        while (words.MoveNext())
        {
            count++;
        }

        return count;
    }

    /// <summary>A count with places for the first few.</summary>
    internal sealed class Tally
    {
        private readonly List<DataPlace> places = [];

        public long Count { get; private set; }

        public IReadOnlyList<DataPlace> Places => places;

        public void Add(params ReadOnlySpan<Func<DataPlace>> found)
        {
            Count++;
            if (Count <= ShownPlaces)
            {
                foreach (var place in found)
                {
                    places.Add(place());
                }
            }
        }
    }

    /// <summary>What two splits share.</summary>
    internal sealed class Overlap
    {
        /// <summary>Different texts.</summary>
        public Tally Texts { get; } = new();

        /// <summary>Rows of the later split that hold them.</summary>
        public long Rows { get; set; }

        /// <summary>Texts whose label is another in the other split.</summary>
        public long OtherLabel { get; set; }
    }
}
