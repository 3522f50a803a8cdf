namespace Heed.Cli.Rendering;

/// <summary>What is classified, in words.</summary>
/// <param name="Noun">One of them.</param>
/// <param name="Rate">What is counted to say how fast it goes.</param>
internal sealed record Subject(string Noun, string Rate)
{
    public static Subject Text { get; } = new("text", "tokens");

    public static Subject Picture { get; } = new("picture", "pictures");
}
