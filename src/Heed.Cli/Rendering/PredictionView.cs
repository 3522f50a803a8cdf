using System.Text;
using Heed.Pipelines.Classification;
using Spectre.Console;

namespace Heed.Cli.Rendering;

/// <summary>A prediction as a line: labels with their scores, then the text. Between tabs for programs, in columns on a terminal.</summary>
internal sealed class PredictionView(IReadOnlyList<string> labels, bool isTerminal)
{
    private const int WidestLabel = 30;
    private readonly int labelWidth = Math.Min(WidestLabel, labels.Max(label => Words.OneLine(label).GetCellWidth()));

    public string Line(Prediction prediction)
    {
        var line = new StringBuilder();
        foreach (var (label, score) in prediction.Scores)
        {
            line.Append(isTerminal
                ? $"{Lines.Pad(Words.OneLine(label), labelWidth, toTheLeft: false)} {Words.Percent(score),7}  "
                : $"{Words.OneLine(label)}\t{Words.Fixed(score, 4)}\t");
        }

        return line.Append(Words.OneLine(prediction.Input)).ToString();
    }
}
