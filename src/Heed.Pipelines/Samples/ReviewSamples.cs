using Heed.Pipelines.Data;

namespace Heed.Pipelines.Samples;

/// <summary>
/// Built-in data: short reviews of films and products whose label turns on negation, contrast and scope. Every cue stands in as
/// many positive as negative reviews, and a polar word in hardly more of its own label than of the other, so counting words
/// tells little; attending to what a cue refers to tells all.
/// </summary>
/// <remarks>
/// Training and validation reviews never show what the test reviews add: pairs of a polar word and a construction, pairs of a
/// frame and the statement in it, whole constructions made of known cues, topics and parts.
/// </remarks>
public static class ReviewSamples
{
    /// <summary>The label of blame.</summary>
    public const string Negative = "negative";

    /// <summary>The label of praise.</summary>
    public const string Positive = "positive";

    private const int TrainCount = 6000;
    private const int ValidationCount = 600;
    private const int TestCount = 1000;

    // Of the pairs of a construction and a polar word, one in so many is seen in the test reviews only.
    private const int HeldOutEvery = 4;

    /// <summary>A few sentences to try a trained model on; none of them is in the generated data.</summary>
    public static IReadOnlyList<TextExample> Showcase { get; } =
    [
        new("I expected it to be dull, but it was anything but.", Positive, 1),
        new("The acting is superb, but the film is a mess.", Negative, 2),
        new("Nobody could call this series tedious.", Positive, 3),
        new("This kettle is not only sturdy but also sleek.", Positive, 4),
        new("It would have been a wonderful movie in other hands.", Negative, 5),
        new("The thriller is not without charm.", Positive, 6),
        new("Critics call the drama awful, but they are wrong.", Positive, 7),
        new("The director who never failed me before has failed me here.", Negative, 8),
    ];

    /// <summary>Writes the reviews; the same seed gives the same texts.</summary>
    public static ReviewSet Generate(int seed = 42)
    {
        var random = new Random(seed);
        HashSet<string> written = [.. Showcase.Select(example => example.Text)];
        return new ReviewSet(
            Write(random, written, TrainCount, heldOut: false),
            Write(random, written, ValidationCount, heldOut: false),
            Write(random, written, TestCount, heldOut: true));
    }

    private static List<TextExample> Write(Random random, HashSet<string> written, int count, bool heldOut)
    {
        var writer = new ReviewWriter(random, written);
        var known = ReviewTemplates.Known.Count;
        IReadOnlyList<ReviewTemplate>[] groups = heldOut ? [.. ReviewTemplates.Known, .. ReviewTemplates.HeldOut] : [.. ReviewTemplates.Known];
        List<TextExample> examples = new(count);
        for (var line = 1; line <= count; line++)
        {
            var group = random.Next(groups.Length);

            // What is new as a construction may take any word.
            var (text, label) = writer.Write(
                groups[group], (construction, word) => group >= known || (construction + word) % HeldOutEvery == 0 == heldOut, heldOutTopics: heldOut);
            examples.Add(new TextExample(text, label > 0 ? Positive : Negative, line));
        }

        return examples;
    }
}
