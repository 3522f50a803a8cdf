using System.Globalization;
using Heed.Figures.Drawing;
using Heed.Figures.Panels;

namespace Heed.Figures;

/// <summary>
/// A training and its result on one page: loss by step, accuracy by epoch, confusion matrix, reliability diagram.
/// </summary>
public static class TrainingFigure
{
    private const double PanelWidth = 330;
    private const double PanelHeight = 210;

    /// <summary>Draws the four panels.</summary>
    public static Figure Draw(TrainingHistory history, HeldOutResults results)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(results);
        var sketch = new Sketch();
        var (left, right) = (Sketch.Margin + 58, Sketch.Margin + 58 + PanelWidth + 92);
        var (top, bottom) = (Sketch.Top + 26, Sketch.Top + 26 + PanelHeight + 92);
        LossPanel.Draw(sketch, history, left, top, PanelWidth, PanelHeight);
        AccuracyPanel.Draw(sketch, history, right, top, PanelWidth, PanelHeight);
        var below = ConfusionPanel.Draw(sketch, results, left, bottom, PanelWidth, PanelHeight);
        ReliabilityPanel.Draw(sketch, results, right, bottom, PanelWidth, PanelHeight);
        var caption = string.Create(
            CultureInfo.InvariantCulture,
            $"{results.Examples} held-out examples, {100 * results.Accuracy:0.0} % right. Reliability: where bars reach the dashed line, the model is right as often as it says; expected calibration error {100 * results.ExpectedCalibrationError():0.0} %.");
        return sketch.Finish("Training and held-out results", caption, right + PanelWidth + Sketch.Margin + 10, bottom + PanelHeight + below + 28);
    }
}
