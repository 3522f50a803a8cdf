using Heed.Benchmarks.Peers;
using Heed.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Heed.Benchmarks.Models.Gpt2;

/// <summary>libtorch's GPT-2 with a cache whose memory is there from the beginning.</summary>
internal sealed class LibtorchGpt2 : ModelContender
{
    private readonly Gpt2Config config;
    private readonly Decoding decoding;
    private readonly LibtorchWeights weights = new();
    private readonly LibtorchGpt2Decoder decoder;
    private readonly Tensor[] keys;
    private readonly Tensor[] values;
    private readonly Tensor tokens;
    private Tensor? logits;

    public LibtorchGpt2(Gpt2Config config, Decoding decoding)
        : base(Libraries.Libtorch)
    {
        (this.config, this.decoding) = (config, decoding);
        decoder = new LibtorchGpt2Decoder(config, weights, isForSingleRows: true);
        (keys, values) = (Caches(), Caches());
        tokens = tensor(decoding.Tokens).unsqueeze(0);
        using var none = inference_mode();
        Step(0, decoding.PromptLen).Dispose();
    }

    public override void Run()
    {
        using var none = inference_mode();
        for (var place = decoding.PromptLen; place < decoding.Tokens.Length; place++)
        {
            logits?.Dispose();
            logits = Step(place, 1);
            using var best = logits.argmax(-1);
            _ = best.item<long>();
        }
    }

    public override float[] Output() => logits!.data<float>().ToArray();

    public override void Dispose()
    {
        logits?.Dispose();
        tokens.Dispose();
        foreach (var cache in keys.Concat(values))
        {
            cache.Dispose();
        }

        weights.Dispose();
    }

    private Tensor Step(int from, int count)
    {
        using var scope = NewDisposeScope();
        var hidden = decoder.Forward(tokens.narrow(1, from, count), from, (layer, x) => Attend(layer, x, from));
        return decoder.Logits(hidden.narrow(1, count - 1, 1)).MoveToOuterDisposeScope();
    }

    // Attention to the cache, once the new keys and values are in it.
    private Tensor Attend(int layer, Tensor x, int from)
    {
        using var scope = NewDisposeScope();
        var (block, count) = (decoder.Blocks[layer], x.shape[1]);
        var parts = linear(x, block.QueryKeyValue.Weight, block.QueryKeyValue.Bias)
            .view(1, count, 3, config.NumHeads, config.ModelDim / config.NumHeads)
            .permute(2, 0, 3, 1, 4)
            .unbind(0); // 3 x [1, numHeads, count, headDim]
        keys[layer].narrow(2, from, count).copy_(parts[1]);
        values[layer].narrow(2, from, count).copy_(parts[2]);
        var (seenKeys, seenValues) = (keys[layer].narrow(2, 0, from + count), values[layer].narrow(2, 0, from + count));
        var context = scaled_dot_product_attention(parts[0], seenKeys, seenValues, is_casual: count > 1).transpose(1, 2).reshape(1, count, config.ModelDim);
        return linear(context, block.Output.Weight, block.Output.Bias).MoveToOuterDisposeScope();
    }

    private Tensor[] Caches() =>
        [.. Enumerable.Range(0, config.NumLayers).Select(_ => zeros(1, config.NumHeads, decoding.Tokens.Length, config.ModelDim / config.NumHeads))];
}
