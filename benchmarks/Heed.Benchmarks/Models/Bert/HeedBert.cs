using Heed.Autograd;
using Heed.Benchmarks.Peers;
using Heed.Layers;
using Heed.Models;

namespace Heed.Benchmarks.Models.Bert;

/// <summary>Heed's encoder over the texts as they are, behind one another.</summary>
internal sealed class HeedBert : ModelContender
{
    private readonly BertModel model;
    private readonly TokenBatch batch;
    private readonly float[] output;

    public HeedBert(BertConfig config, IReadOnlyList<int[]> texts)
        : base(Libraries.Heed)
    {
        var parameters = new ParameterSet();
        model = new BertModel(parameters.Root["bert"], config, hasPooler: false);
        foreach (var (name, parameter) in parameters.All)
        {
            RandomWeights.Fill(name, parameter.Data);
        }

        batch = TokenBatch.Pack(texts);
        output = new float[batch.Ids.Length * config.ModelDim];
    }

    public override void Run()
    {
        using var tape = new Tape(recordsGradients: false);
        model.Forward(batch).Data.CopyTo(output);
    }

    public override float[] Output() => output;

    public override void Dispose()
    {
    }
}
