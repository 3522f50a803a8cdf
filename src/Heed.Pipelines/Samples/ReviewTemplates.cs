namespace Heed.Pipelines.Samples;

/// <summary>The constructions of the built-in reviews, in groups that are drawn from with equal shares.</summary>
internal static class ReviewTemplates
{
    // Of the pairs of a frame and a statement, one in so many is seen in the test reviews only.
    private const int HeldOutEvery = 4;

    // Sentences that stand alone or within a frame.
    private static readonly ReviewTemplate[] Statements =
    [
        new("this {topic} is {adjective}", +1),
        new("the {topic} is {a noun}", +1),
        new("this {topic} is full of {quality}", +1),
        new("the {topic} {verbed} me from the start", +1),
        new("the {topic} is not without {quality}", +1),
        new("this {topic} is never less than {adjective}", +1),
        new("the {topic} is nothing but {quality}", +1),

        new("this {topic} is not {adjective} at all", -1),
        new("the {topic} is far from {adjective}", -1),
        new("this {topic} is anything but {adjective}", -1),
        new("the {topic} is hardly {a noun}", -1),
        new("this {topic} is without any {quality}", -1),
        new("the {topic} never really {verbed} me", -1),
        new("this {topic} has hardly any {quality}", -1),
    ];

    // Sentences around a statement.
    private static readonly ReviewTemplate[] Frames =
    [
        new("there is no doubt that {statement}", +1),
        new("they say that {statement}, and they are right", +1),
        new("nobody could deny that {statement}", +1),

        new("I doubt that {statement}", -1),
        new("they say that {statement}, but they are wrong", -1),
        new("nobody believes that {statement}", -1),
    ];

    // Sentences that only stand alone.
    private static readonly ReviewTemplate[] Sentences =
    [
        new("the {topic} is not only {adjective} but also {adjective}", +1),
        new("not only is this {topic} {adjective}, it is {a noun} as well", +1),
        new("critics call the {topic} {adjective}, and they are right", +1),
        new("I expected {a adjective} {topic}, and that is what I got", +1),
        new("I expected the {topic} to be {adjective}, and it is", +1),
        new("is this {topic} {adjective}? Yes, it is", +1),
        new("is this {topic} {adjective}? Without a doubt", +1),
        new("{adjective}? Without a doubt. The {topic} is all that and more", +1),
        new("what {a adjective} {topic} this is", +1),
        new("the {maker} never {verbed} me before has {verbed} me here", +1),
        new("this {topic} has no shortage of {quality}", +1),
        new("nobody could call this {topic} anything but {adjective}", +1),

        new("critics call the {topic} {adjective}, but they are wrong", -1),
        new("critics call it {adjective}; do not believe it", -1),
        new("some call the {topic} {adjective}, but it is not", -1),
        new("I expected the {topic} to be {adjective}, but it was anything but", -1),
        new("I expected {a adjective} {topic}, but that is not what I got", -1),
        new("is this {topic} {adjective}? No, it is not", -1),
        new("is this {topic} {a noun}? Not for a minute", -1),
        new("{adjective}? Not for a minute. The {topic} is nothing of the sort", -1),
        new("nobody could call this {topic} {adjective}", -1),
        new("it would have been {a adjective} {topic} in other hands", -1),
        new("the {maker} always {verbed} me before does so no longer", -1),
        new("do not believe those who call this {topic} {adjective}", -1),
        new("there is not a trace of {quality} in this {topic}", -1),
        new("to call the {topic} {a noun} would be a lie", -1),
    ];

    // Sentences in which two sides stand against each other.
    private static readonly ReviewTemplate[] Contrasts =
    [
        new("the {part} is {-partAdjective}, but the {topic} is {adjective}", +1),
        new("although the {part} is {-partAdjective}, the {topic} is {adjective}", +1),
        new("the {topic} is {adjective}, although the {part} is {-partAdjective}", +1),
        new("the {topic} is {a noun}, even if the {part} is {-partAdjective}", +1),
        new("despite its {-partAdjective} {part}, this {topic} {verbed} me", +1),
        new("for all its {-quality}, the {topic} is {adjective}", +1),
        new("at first the {topic} seems {-adjective}, but in the end it is {adjective}", +1),
        new("some call it {-adjective}, but I call it {adjective}", +1),
        new("critics call it {-adjective}, but the {topic} is {adjective}", +1),
        new("although some call it {-adjective}, the {topic} is {adjective}", +1),
        new("the {topic} used to be {-adjective}, but now it is {adjective}", +1),
        new("the {part} is not {partAdjective}, but the {topic} is {adjective}", +1),
        new("although the {part} is far from {partAdjective}, the {topic} {verbed} me", +1),
        new("this {topic} is more {adjective} than {-adjective}", +1),

        new("this {topic} is less {adjective} than {-adjective}", -1),
        new("the {part} is {partAdjective}, but the {topic} is far from {adjective}", -1),
        new("although the {part} is {partAdjective}, the {topic} is not {adjective}", -1),
        new("despite its {partAdjective} {part}, the {topic} is anything but {adjective}", -1),
    ];

    // Sentences that only the test reviews have: known cues in new company.
    private static readonly ReviewTemplate[] HeldOutSentences =
    [
        new("there is no doubt that the {part} is {-partAdjective}, but the {topic} is {adjective}", +1),
        new("although critics call it {-adjective}, the {topic} is {a noun}", +1),
        new("not only is the {part} {partAdjective}, the {topic} is {adjective} as well", +1),
        new("despite its {-quality}, the {topic} is {adjective}", +1),
        new("is this {topic} {a noun}? Without a doubt", +1),

        new("is this {topic} {adjective}? Not for a minute", -1),
        new("I expected the {topic} to be {adjective}, but it is not", -1),
        new("although the {part} is {partAdjective}, nobody could call the {topic} {adjective}", -1),
        new("critics call the {topic} {a noun}; do not believe it", -1),
        new("despite its {partAdjective} {part}, this {topic} is hardly {a noun}", -1),
    ];

    /// <summary>What all reviews are written after.</summary>
    public static IReadOnlyList<IReadOnlyList<ReviewTemplate>> Known { get; } =
    [
        Numbered(Statements, 0),
        Framed(heldOut: false),
        Numbered(Sentences, Statements.Length),
        Numbered(Contrasts, Statements.Length + Sentences.Length),
    ];

    /// <summary>What only the test reviews are written after: new pairs of frame and statement, and new sentences.</summary>
    public static IReadOnlyList<IReadOnlyList<ReviewTemplate>> HeldOut { get; } = [Framed(heldOut: true), HeldOutSentences];

    private static ReviewTemplate[] Numbered(ReviewTemplate[] templates, int first) =>
        [.. templates.Select((template, i) => template with { Construction = first + i })];

    private static ReviewTemplate[] Framed(bool heldOut) =>
    [
        .. from statement in Numbered(Statements, 0)
           from frame in Frames.Index()
           where (statement.Construction + frame.Index) % HeldOutEvery == 0 == heldOut
           select frame.Item.Around(statement),
    ];
}
