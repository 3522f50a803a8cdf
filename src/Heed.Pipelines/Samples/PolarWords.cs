namespace Heed.Pipelines.Samples;

/// <summary>Words that praise and words that blame.</summary>
internal sealed record PolarWords(string[] Positive, string[] Negative)
{
    public static PolarWords GeneralAdjectives { get; } = new(
        ["good", "superb", "excellent", "splendid", "lovely", "wonderful", "impressive", "outstanding"],
        ["bad", "awful", "terrible", "dreadful", "weak", "mediocre", "disappointing", "shoddy"]);

    public static PolarWords Nouns { get; } = new(
        ["masterpiece", "triumph", "gem", "treat", "joy", "success", "marvel", "winner"],
        ["mess", "failure", "disaster", "mistake", "letdown", "nuisance", "dud", "flop"]);

    public static PolarWords Qualities { get; } = new(
        ["charm", "style", "polish", "character", "quality", "elegance"],
        ["clutter", "noise", "nonsense", "confusion", "sloppiness", "clumsiness"]);

    public static PolarWords PastVerbs { get; } = new(
        ["impressed", "delighted", "pleased", "convinced", "satisfied", "amazed"],
        ["failed", "disappointed", "annoyed", "frustrated", "irritated", "bothered"]);

    public string[] Of(int polarity) => polarity > 0 ? Positive : Negative;

    public PolarWords And(string[] positive, string[] negative) => new([.. Positive, .. positive], [.. Negative, .. negative]);
}
