using Heed.Figures.Drawing;

namespace Heed.Figures.Panels;

/// <summary>Training loss by step: each step pale, the mean over its neighbours strong.</summary>
internal static class LossPanel
{
    private const int MostPoints = 1200;

    public static void Draw(Sketch sketch, TrainingHistory history, double x, double y, double width, double height)
    {
        var losses = history.StepLosses;
        var highest = losses.Count == 0 ? 1 : Math.Max(losses.Max() * 1.05, 1e-3);
        var lowest = losses.Count == 0 ? 0 : Math.Min(0, losses.Min());
        var plot = new Plot(x, y, width, height, 0, Math.Max(1, losses.Count), lowest, highest);
        plot.DrawFrame(sketch, "Training loss", "step", "loss (nats)", integersX: true);
        if (losses.Count == 0)
        {
            return;
        }

        plot.DrawLine(sketch, Thin(losses.Select(loss => (double)loss)), Theme.Blue, 1, 0.35);
        plot.DrawLine(sketch, Thin(Smooth(losses)), Theme.Blue, 2);
    }

    // The mean of the 2r + 1 steps about each, fewer at the ends.
    private static IEnumerable<double> Smooth(IReadOnlyList<float> losses)
    {
        var radius = losses.Count / 60;
        var sums = new double[losses.Count + 1];
        for (var i = 0; i < losses.Count; i++)
        {
            sums[i + 1] = sums[i] + losses[i];
        }

        return Enumerable.Range(0, losses.Count).Select(i =>
        {
            var (first, end) = (Math.Max(0, i - radius), Math.Min(losses.Count, i + radius + 1));
            return (sums[end] - sums[first]) / (end - first);
        });
    }

    private static IEnumerable<(double X, double Y)> Thin(IEnumerable<double> values)
    {
        var all = values.ToArray();
        var stride = LabelThinning.Stride(1, Math.Max(1, all.Length / (double)MostPoints));
        return Enumerable.Range(0, all.Length)
            .Where(i => i % stride == 0 || i == all.Length - 1)
            .Select(i => (i + 1.0, all[i]));
    }
}
