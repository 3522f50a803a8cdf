using System.Diagnostics;
using Heed.Training;
using Spectre.Console;

namespace Heed.Cli.Rendering;

/// <summary>
/// A training as it goes: on a terminal one line that is written again and again, elsewhere a plain line every few seconds; and
/// everywhere a line for each epoch.
/// </summary>
internal sealed class ProgressView(IAnsiConsole console, bool isLive, Subject subject) : IProgress<TrainingProgress>
{
    private static readonly TimeSpan LiveInterval = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    private const string ClearLine = "\r\e[2K";
    private const int WidestBar = 30;

    private readonly List<double> losses = [];
    private readonly Stopwatch sinceShown = Stopwatch.StartNew();
    private string phase = "";
    private bool lineIsOpen;

    /// <summary>The loss of each step of the last phase that this process did.</summary>
    public IReadOnlyList<double> Losses => losses;

    public void Report(TrainingProgress value)
    {
        if (value.Phase != phase)
        {
            phase = value.Phase;
            losses.Clear();
        }

        losses.Add(value.StepLoss);
        if (value.FinishedEpoch is { } epoch)
        {
            Close();
            console.WriteLine(EpochLine(value, epoch));
            sinceShown.Restart();
        }
        else if (sinceShown.Elapsed >= (isLive ? LiveInterval : PlainInterval))
        {
            Show(value);
            sinceShown.Restart();
        }
        else
        {
            return;
        }

        console.Profile.Out.Writer.Flush();
    }

    /// <summary>Removes the line that is written again and again.</summary>
    public void Close()
    {
        if (lineIsOpen)
        {
            console.Profile.Out.Writer.Write(ClearLine);
            lineIsOpen = false;
        }
    }

    private void Show(TrainingProgress value)
    {
        var numbers = Numbers(value);
        if (!isLive)
        {
            console.WriteLine($"{value.Phase} {Words.Percent(value.Step / (double)value.TotalSteps)}  {string.Join("  ", numbers)}");
            return;
        }

        // The least important stand at the end and go first where the terminal is narrow.
        var room = console.Profile.Width - 1;
        while (numbers.Count > 1 && Width(numbers) > room)
        {
            numbers.RemoveAt(numbers.Count - 1);
        }

        var text = $"  {string.Join("  ", numbers)}";
        var bar = Math.Clamp(room - Width(numbers) + WidestBar, 4, WidestBar);
        var done = (int)Math.Round(bar * value.Step / (double)value.TotalSteps);
        console.Profile.Out.Writer.Write(ClearLine);
        console.Write(value.Phase + " ");
        console.Write(new string('━', done), new Style(Color.Blue));
        console.Write(new string('━', bar - done), new Style(Color.Grey));
        console.Write(text);
        lineIsOpen = true;

        int Width(List<string> parts) => value.Phase.Length + 1 + WidestBar + parts.Sum(part => part.Length + 2);
    }

    internal List<string> Numbers(TrainingProgress value) =>
    [
        $"epoch {value.Epoch}/{value.Epochs}",
        $"loss {Words.Fixed(value.Loss, 3)}",

        // The first steps take many times as long as those after them, and foretell nothing.
        .. (string[])(value.Step * 100 >= value.TotalSteps ? [$"{Words.Duration(value.Remaining)} left"] : []),
        $"accuracy so far {Words.Percent(value.Accuracy)}",
        $"{Words.Count(value.Rate)} {subject.Rate}/s",
    ];

    private string EpochLine(TrainingProgress value, EpochResult epoch)
    {
        var validation = epoch.Validation is { } score
            ? $"  validation loss {Words.Fixed(score.Loss, 3)}, accuracy {Words.Percent(score.Accuracy)}"
            : $"  accuracy {Words.Percent(epoch.TrainAccuracy)}";
        return $"{value.Phase} epoch {epoch.Epoch}/{value.Epochs}  loss {Words.Fixed(epoch.TrainLoss, 3)}{validation}  {Words.Count(epoch.Rate)} {subject.Rate}/s  {Words.Duration(TimeSpan.FromSeconds(epoch.Seconds))}";
    }
}
