using Heed.Figures.Analysis;

namespace Heed.Figures;

/// <summary>The pictures of a text classifier, each under the file name it is saved by.</summary>
public sealed class FigureSet
{
    private FigureSet(IReadOnlyList<(string Name, Figure Figure)> figures) => Figures = figures;

    /// <summary>File names without extension, and the figures.</summary>
    public IReadOnlyList<(string Name, Figure Figure)> Figures { get; }

    /// <summary>
    /// Five pictures of a trained classifier: "explain" (the text shaded by rollout), "last-layer" (heat map), "all-heads" (grid),
    /// "one-head" (arcs of the most focused head), "training" (curves, confusion, reliability).
    /// </summary>
    /// <param name="example">A text of some ten to twenty words shows best.</param>
    /// <param name="history">How the training went.</param>
    /// <param name="results">Predictions on held-out examples.</param>
    public static FigureSet ForTextClassifier(ExplainedText example, TrainingHistory history, HeldOutResults results)
    {
        ArgumentNullException.ThrowIfNull(example);
        var words = WordMerging.Merge(example.Attention);
        var (layer, head) = FocusedHead.Of(words);
        return new(
        [
            ("explain", TokenStrip.Draw(example)),
            ("last-layer", HeatMap.OfLayer(words, words.NumLayers - 1)),
            ("all-heads", HeadGrid.Draw(words)),
            ("one-head", TokenArcs.Draw(words, layer, head, remark: "The head whose words look hardest at one other word.")),
            ("training", TrainingFigure.Draw(history, results)),
        ]);
    }

    /// <summary>Writes each figure to <paramref name="directory"/> as NAME.svg.</summary>
    /// <returns>The paths, in order.</returns>
    public IReadOnlyList<string> Save(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var paths = new List<string>();
        foreach (var (name, figure) in Figures)
        {
            var path = Path.Combine(directory, $"{name}.svg");
            figure.Save(path);
            paths.Add(path);
        }

        return paths;
    }
}
