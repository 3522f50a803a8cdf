using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>ModernBERT with a linear classifier over a pooled vector, as Hugging Face's class of the same name.</summary>
public sealed class ModernBertForSequenceClassification : ISequenceClassifierModel
{
    private readonly ModernBertConfig config;
    private readonly ModernBertModel model;
    private readonly ModernBertHead head;
    private readonly Linear classifier;

    public ModernBertForSequenceClassification(ModernBertConfig config, int numClasses, ParameterSet? parameters = null)
    {
        this.config = config;
        Parameters = parameters ?? new ParameterSet();
        model = new ModernBertModel(Parameters.Root["model"], config);
        head = new ModernBertHead(Parameters.Root["head"], config);
        classifier = new Linear(Parameters.Root["classifier"], config.ModelDim, numClasses, standardDeviation: 1 / MathF.Sqrt(config.ModelDim));
    }

    public ParameterSet Parameters { get; }

    public int MaxPositions => config.MaxPositions;

    public Tensor Classify(TokenBatch batch, AttentionRecorder? recorder = null)
    {
        if (config.Pooling == Pooling.Mean && !batch.Mask.VisibleKeys.IsEmpty)
        {
            throw new ArgumentException("Mean pooling would take the pads of a padded batch along: pack the sequences instead.", nameof(batch));
        }

        var hidden = model.Forward(batch, recorder);
        var pooled = config.Pooling == Pooling.Mean
            ? Op.SegmentMean(hidden, batch.Sequences)
            : Op.SelectRows(hidden, batch.FirstTokens);
        return classifier.Forward(Op.Dropout(head.Forward(pooled), config.ClassifierDropout));
    }
}
