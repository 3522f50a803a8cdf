using System.Numerics.Tensors;
using Heed.Attention;
using Heed.Autograd;
using Heed.Benchmarks.Peers;
using Heed.Models;

namespace Heed.Benchmarks.Models.Gpt2;

/// <summary>Heed's GPT-2 with its cache.</summary>
internal sealed class HeedGpt2 : ModelContender
{
    private readonly Gpt2ForCausalLanguageModeling model;
    private readonly Decoding decoding;
    private readonly KeyValueCache cache;
    private readonly float[] logits;

    public HeedGpt2(Gpt2Config config, Decoding decoding)
        : base(Libraries.Heed)
    {
        this.decoding = decoding;
        model = new Gpt2ForCausalLanguageModeling(config);
        foreach (var (name, parameter) in model.Parameters.All)
        {
            RandomWeights.Fill(name, parameter.Data);
        }

        cache = model.CreateCache(1, decoding.Tokens.Length);
        logits = new float[config.VocabSize];
        Read(decoding.Prompt.ToArray());
    }

    public override void Run()
    {
        cache.Truncate(0, decoding.PromptLen);
        for (var place = decoding.PromptLen; place < decoding.Tokens.Length; place++)
        {
            Read([decoding.Tokens[place]]);
            _ = TensorPrimitives.IndexOfMax<float>(logits);
        }
    }

    public override float[] Output() => logits;

    public override void Dispose()
    {
    }

    private void Read(int[] tokens)
    {
        using var tape = new Tape(recordsGradients: false);
        model.Predict(TokenBatch.Pack([tokens]), [tokens.Length - 1], cache).Data.CopyTo(logits);
    }
}
