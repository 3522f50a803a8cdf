using Heed.Figures;
using Heed.Figures.Analysis;
using Spectre.Console;

namespace Heed.Cli.Rendering;

/// <summary>
/// What a model attended to, in the terminal: the text with each word shaded by its share of the rollout, or, where there are no
/// colours, the words with the largest shares.
/// </summary>
internal static class AttentionView
{
    private const int MostWords = 10;
    private const int MostLabels = 5;

    public static void Write(IAnsiConsole console, ExplainedText explained)
    {
        console.WriteLine(string.Join("   ", explained.Scores.Take(MostLabels).Select(score => $"{Words.OneLine(score.Label)} {Words.Percent(score.Score)}")));
        var words = WordShare.Of(explained);
        if (words.Count == 0)
        {
            console.WriteLine("(the text has no word)");
        }
        else if (console.Profile.Capabilities.Ansi)
        {
            WriteShaded(console, words);
        }
        else
        {
            console.WriteTable(
                ["word", "attention"],
                words.OrderByDescending(word => word.Share).Take(MostWords).Select(word => new[] { Words.Shorten(word.Text, 40), Words.Percent(word.Share) }));
        }
    }

    private static void WriteShaded(IAnsiConsole console, IReadOnlyList<WordShare> words)
    {
        var most = words.Max(word => word.Share);
        var line = new Paragraph();
        for (var i = 0; i < words.Count; i++)
        {
            line.Append(words[i].SpaceBefore && i > 0 ? " " : "");
            line.Append(Words.OneLine(words[i].Text), Shade.Of(most > 0 ? words[i].Share / most : 0));
        }

        console.Write(line);
        console.WriteLine();
        console.WriteLine($"The deepest shade is {Words.Percent(most)} of the attention rollout.", new Style(decoration: Decoration.Dim));
    }
}
