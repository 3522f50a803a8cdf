using Heed.Autograd;
using Heed.Models;

namespace Heed.Pipelines.Classification;

/// <summary>Runs a model over many token sequences, packed into batches of about as many tokens each.</summary>
internal static class BatchInference
{
    private const int TokensPerBatch = 4096;

    /// <summary>Logits of every sequence, in order.</summary>
    /// <returns>[count, numClasses], row-major.</returns>
    public static float[] Logits(ISequenceClassifierModel model, IReadOnlyList<int[]> sequences, int numClasses, CancellationToken cancellation = default)
    {
        var logits = new float[checked(sequences.Count * numClasses)];
        var done = 0;
        while (done < sequences.Count)
        {
            cancellation.ThrowIfCancellationRequested();
            var batch = new List<int[]>();
            var tokens = 0;
            while (done + batch.Count < sequences.Count && (batch.Count == 0 || tokens + sequences[done + batch.Count].Length <= TokensPerBatch))
            {
                batch.Add(sequences[done + batch.Count]);
                tokens += batch[^1].Length;
            }

            using var tape = new Tape(recordsGradients: false);
            model.Classify(TokenBatch.Pack(batch)).Data.CopyTo(logits.AsSpan(done * numClasses));
            done += batch.Count;
        }

        return logits;
    }
}
