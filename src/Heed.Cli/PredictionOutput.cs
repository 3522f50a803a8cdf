using Heed.Cli.Json;
using Heed.Cli.Rendering;
using Heed.Cli.Verbs;
using Heed.Pipelines.Classification;

namespace Heed.Cli;

/// <summary>Predictions on standard output, a line each.</summary>
internal sealed class PredictionOutput
{
    private readonly TextWriter output;
    private readonly PredictionView? view;

    /// <param name="invocation">Whether as JSON, and how many labels.</param>
    /// <param name="labels">All that the model knows.</param>
    public PredictionOutput(Invocation invocation, IReadOnlyList<string> labels)
    {
        output = invocation.Terminal.Output;
        view = invocation.IsJson ? null : new PredictionView(labels, isTerminal: !Console.IsOutputRedirected);
        TopK = invocation.Get(PredictVerb.TopK) ?? (invocation.IsJson ? int.MaxValue : 1);
    }

    /// <summary>How many labels to name.</summary>
    public int TopK { get; }

    public Task WriteAsync(Prediction prediction) => output.WriteLineAsync(view?.Line(prediction) ?? JsonText.Of(prediction));

    public Task FlushAsync(CancellationToken cancellation) => output.FlushAsync(cancellation);
}
