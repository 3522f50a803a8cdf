using Heed.Attention;
using Heed.Attention.Relevance;
using Heed.Autograd;
using Heed.Pipelines.Classification;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.ImageClassification;

/// <summary>Classifies one picture with everything recorded, flows back from one class and asks each method.</summary>
internal static class ImageExplaining
{
    public static ImageExplanation Run(ImageClassifier classifier, ImageSource image, ImageExplanationOptions options, CancellationToken cancellation)
    {
        var seen = PictureReading.Framed(image, classifier.Processor.Frame);
        var labels = classifier.LabelSet;
        var grid = classifier.Vision.Model.GridOf(seen.Size);
        var cells = classifier.Vision.Model.CellsOf(seen.Size);
        var recorder = new AttentionRecorder { KeepsHiddenStates = false, KeepsGradients = true };
        var (trace, scores, target) = Record(classifier, seen, recorder, options);
        var methods = options.Methods ?? PatchRelevance.MethodsFor(trace, grid.Count);
        var test = options.MeasuresTrust && methods.Count > 0 ? new DeletionTest(classifier, seen, cells, target, options, cancellation) : null;
        var maps = new List<PatchMap>();
        foreach (var method in methods)
        {
            var values = PatchRelevance.Of(method, trace, grid.Count);
            maps.Add(new PatchMap(method, values, test?.Measure(values)));
        }

        return new ImageExplanation(
            seen,
            Prediction.Of(image.Name, labels, scores, truncated: false, int.MaxValue),
            labels.Names[target],
            grid,
            trace.NumLayers == 0 ? 0 : trace.NumHeads(0),
            trace,
            maps)
        {
            Cells = cells,
        };
    }

    private static (AttentionTrace Trace, float[] Scores, int Target) Record(
        ImageClassifier classifier, RgbImage seen, AttentionRecorder recorder, ImageExplanationOptions options)
    {
        using var tape = new Tape(holdsParameters: true);
        var logits = classifier.Vision.Model.Classify(classifier.Processor.Normalise([seen]), recorder, resizesPositions: true);
        var scores = logits.Data.ToArray();
        Scores.ToProbabilities(scores, scores.Length);
        var target = options.Target is { } label ? Find(classifier, label) : Array.IndexOf(scores, scores.Max());
        var upstream = new float[scores.Length];
        upstream[target] = 1;
        tape.Backward((logits, upstream));
        return (AttentionTrace.Of(recorder, Sequences.Uniform(1, recorder.Readout.Count)), scores, target);
    }

    private static int Find(ImageClassifier classifier, string label)
    {
        var target = classifier.LabelSet.IndexOf(label);
        return target >= 0 ? target : throw new InvalidInputException(
            $"The model has no label \"{label}\"; expected one of {string.Join(", ", classifier.Labels.Take(20).Select(name => $"\"{name}\""))}{(classifier.Labels.Count > 20 ? ", ..." : "")}.");
    }
}
