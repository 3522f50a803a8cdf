namespace Heed.Pipelines.Samples;

/// <summary>The neutral words of one kind of review, and the adjectives that only it uses.</summary>
/// <param name="Topics">What is reviewed.</param>
/// <param name="HeldOutTopics">What only test reviews are about.</param>
/// <param name="Parts">What it consists of.</param>
/// <param name="HeldOutParts">Parts that only test reviews name.</param>
/// <param name="Makers">Who made it, with the relative pronoun that follows.</param>
/// <param name="Adjectives">Polarity words that fit the topics; parts take only those of <see cref="PolarWords.GeneralAdjectives"/>.</param>
internal sealed record ReviewDomain(
    string[] Topics, string[] HeldOutTopics, string[] Parts, string[] HeldOutParts, string[] Makers, PolarWords Adjectives)
{
    public static ReviewDomain Screen { get; } = new(
        [
            "film", "movie", "series", "show", "comedy", "drama", "thriller", "documentary",
            "romance", "mystery", "picture", "feature", "remake", "prequel", "biopic", "trilogy",
        ],
        ["musical", "cartoon", "sequel", "western"],
        ["plot", "script", "music", "ending", "dialogue", "acting", "opening", "casting", "pacing", "staging"],
        ["lighting", "editing"],
        ["director who", "writer who", "producer who", "studio that"],
        PolarWords.GeneralAdjectives.And(
            ["funny", "clever", "engaging", "moving", "gripping", "witty", "brilliant", "original"],
            ["dull", "boring", "tedious", "stale", "dreary", "lifeless", "shallow", "predictable"]));

    public static ReviewDomain Product { get; } = new(
        [
            "phone", "camera", "kettle", "laptop", "lamp", "chair", "keyboard", "toaster",
            "watch", "desk", "bicycle", "backpack", "radio", "mixer", "heater", "drill",
        ],
        ["printer", "blender", "tent", "speaker"],
        ["design", "finish", "manual", "packaging", "delivery", "paint", "shape", "service", "colour", "box"],
        ["wrapping", "warranty"],
        ["maker who", "designer who", "company that", "brand that"],
        PolarWords.GeneralAdjectives.And(
            ["sturdy", "reliable", "practical", "solid", "neat", "durable", "dependable", "sleek"],
            ["flimsy", "fragile", "awkward", "bulky", "faulty", "rickety", "fiddly", "unwieldy"]));
}
