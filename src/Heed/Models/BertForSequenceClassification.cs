using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Models;

/// <summary>BERT with a linear classifier over the pooled first token, as Hugging Face's class of the same name.</summary>
public sealed class BertForSequenceClassification : ISequenceClassifierModel
{
    private readonly BertConfig config;
    private readonly BertModel bert;
    private readonly Linear classifier;

    public BertForSequenceClassification(BertConfig config, int numClasses, ParameterSet? parameters = null)
    {
        this.config = config;
        Parameters = parameters ?? new ParameterSet();
        bert = new BertModel(Parameters.Root["bert"], config);
        classifier = new Linear(Parameters.Root["classifier"], config.ModelDim, numClasses, standardDeviation: config.InitializerRange);
    }

    public ParameterSet Parameters { get; }

    public int MaxPositions => config.MaxPositions;

    public Tensor Classify(TokenBatch batch, AttentionRecorder? recorder = null)
    {
        var pooled = bert.Pool(bert.Forward(batch, recorder), batch);
        return classifier.Forward(Op.Dropout(pooled, config.ClassifierDropout ?? config.HiddenDropout));
    }
}
