using Heed.Pipelines.Data;
using Heed.Pipelines.ImageClassification;

namespace Heed.Pipelines.Images.Examination;

/// <summary>One part of a set of pictures, each read once and not kept.</summary>
internal sealed class ImageSplitExamination
{
    public const int ShownPlaces = 3;

    private const int ShownBroken = 20;

    private readonly IReadOnlyList<ImageExample> examples;
    private readonly PictureLook?[] looks;
    private readonly List<string> broken = [];

    // The first picture of each content.
    private readonly Dictionary<UInt128, int> seen = [];
    private readonly List<int> duplicates = [];
    private readonly Dictionary<UInt128, int> contradictions = [];

    public ImageSplitExamination(string name, IReadOnlyList<ImageExample> examples, CancellationToken cancellation)
    {
        (Name, this.examples) = (name, examples);
        looks = PictureReading.Read([.. examples.Select(example => example.Image)], PictureLook.Of, broken.Add, cancellation);
        for (var i = 0; i < looks.Length; i++)
        {
            if (looks[i] is not { } look || seen.TryAdd(look.Content, i))
            {
                continue;
            }

            duplicates.Add(i);
            if (examples[i].Label != examples[seen[look.Content]].Label)
            {
                contradictions.TryAdd(look.Content, i);
            }
        }

        Labels = [.. examples
            .GroupBy(example => example.Label, StringComparer.Ordinal)
            .Select(group => new LabelCount(group.Key, group.Count(), group.Count() / (double)examples.Count))
            .OrderByDescending(label => label.Count)
            .ThenBy(label => label.Label, StringComparer.Ordinal)];
    }

    public string Name { get; }

    public int Count => examples.Count;

    /// <summary>The most frequent first.</summary>
    public IReadOnlyList<LabelCount> Labels { get; }

    /// <summary>One sentence for each picture that cannot be read.</summary>
    public IReadOnlyList<string> Broken => broken;

    /// <summary>Pictures that repeat an earlier one, by number.</summary>
    public IReadOnlyList<int> Duplicates => duplicates;

    /// <summary>Pictures that stand there with two labels, by the number of the first of the second label.</summary>
    public IReadOnlyCollection<int> Contradictions => contradictions.Values;

    public IReadOnlyList<DataPlace> BrokenPlaces => [.. broken.Take(ShownBroken).Select(sentence => new DataPlace(Name, 0, "", sentence))];

    public SplitSummary Summarize()
    {
        var sizes = looks.OfType<PictureLook>().Select(look => look.Size).OrderBy(size => (long)size.Height * size.Width).ThenBy(size => size.Height).ToList();
        return new SplitSummary(Name, examples.Count, Labels, Lengths: null)
        {
            Sizes = sizes.Count == 0 ? null : new SizeSummary(
                sizes[0], sizes[sizes.Count / 2], sizes[^1], sizes.Distinct().Count(), sizes.Count, looks.Count(look => look is { IsGrey: true })),
        };
    }

    public DataPlace Place(int picture) => new(Name, 0, examples[picture].Label, examples[picture].Image.Name);

    /// <summary>A picture and the earlier one of the same content.</summary>
    public IEnumerable<DataPlace> Pair(int picture) => [Place(seen[looks[picture]!.Content]), Place(picture)];

    public DataPlace FirstOf(string label) => Place(Enumerable.Range(0, examples.Count).First(i => examples[i].Label == label));

    /// <summary>Pictures of this part that stand in an earlier one too: theirs and ours, by number, each content once.</summary>
    public IReadOnlyList<(int Theirs, int Ours)> SharedWith(ImageSplitExamination other) =>
        [.. seen.Where(pair => other.seen.ContainsKey(pair.Key)).Select(pair => (other.seen[pair.Key], pair.Value)).OrderBy(pair => pair.Item2)];

    /// <summary>How many pictures of this part stand in an earlier one.</summary>
    public int CountIn(ImageSplitExamination other) => looks.Count(look => look is not null && other.seen.ContainsKey(look.Content));

    public string LabelOf(int picture) => examples[picture].Label;
}
