using Heed.Benchmarks.Models.Texts;
using Heed.Benchmarks.Peers;
using Heed.Models;
using static TorchSharp.torch;

namespace Heed.Benchmarks.Models.Bert;

/// <summary>libtorch's encoder over padded batches.</summary>
internal sealed class LibtorchBert : ModelContender
{
    private readonly LibtorchWeights weights = new();
    private readonly LibtorchBertEncoder encoder;
    private readonly List<(PaddedBatch Batch, Tensor Ids, Tensor? Bias)> inputs = [];
    private readonly List<Tensor> hidden = [];
    private readonly IReadOnlyList<int[]> texts;
    private readonly int width;

    public LibtorchBert(BertConfig config, IReadOnlyList<int[]> texts, Batching batching)
        : base(Libraries.Libtorch, batching.Name)
    {
        (this.texts, width) = (texts, config.ModelDim);
        encoder = new LibtorchBertEncoder(config, weights);
        foreach (var batch in batching.Batches(texts))
        {
            inputs.Add((batch, tensor(batch.Ids, batch.Count, batch.SeqLen), batch.HasPads ? Bias(batch) : null));
        }
    }

    public override void Run()
    {
        Forget();
        using var none = inference_mode();
        foreach (var (_, ids, bias) in inputs)
        {
            hidden.Add(encoder.Forward(ids, bias));
        }
    }

    public override float[] Output()
    {
        var offsets = PaddedBatch.Offsets(texts);
        var packed = new float[offsets[^1] * width];
        foreach (var (input, result) in inputs.Zip(hidden))
        {
            input.Batch.Unpad(result.data<float>().ToArray(), offsets, packed, width);
        }

        return packed;
    }

    public override void Dispose()
    {
        Forget();
        foreach (var (_, ids, bias) in inputs)
        {
            ids.Dispose();
            bias?.Dispose();
        }

        weights.Dispose();
    }

    private void Forget()
    {
        hidden.ForEach(one => one.Dispose());
        hidden.Clear();
    }

    private static Tensor Bias(PaddedBatch batch)
    {
        var bias = new float[batch.Ids.Length];
        for (var row = 0; row < batch.Count; row++)
        {
            bias.AsSpan((row * batch.SeqLen) + batch.Lengths[row], batch.SeqLen - batch.Lengths[row]).Fill(float.NegativeInfinity);
        }

        return tensor(bias, batch.Count, 1, 1, batch.SeqLen);
    }
}
