using System.Numerics.Tensors;
using Heed.Benchmarks.Peers;
using Heed.Models;

namespace Heed.Benchmarks.Models.Gpt2;

/// <summary>
/// ONNX Runtime's GPT-2 with GroupQueryAttention, whose cache is one buffer that each step writes a row of: bound as past and as present, it is never copied.
/// </summary>
internal sealed class OnnxGpt2 : ModelContender
{
    public const string TheForm = "GroupQueryAttention";
    private readonly Decoding decoding;
    private readonly OnnxCall step;
    private readonly float[] logits;
    private readonly long[] id = new long[1];
    private readonly long[] position = new long[1];
    private readonly int[] lastKey = new int[1];
    private readonly int[] total = new int[1];

    public OnnxGpt2(Gpt2Config config, Decoding decoding)
        : base(Libraries.OnnxRuntime, TheForm)
    {
        this.decoding = decoding;
        logits = new float[config.VocabSize];
        var caches = Enumerable.Range(0, 2 * config.NumLayers).Select(_ => new float[decoding.Tokens.Length * config.ModelDim]).ToArray();
        step = Bind(new OnnxCall(OnnxGpt2Graph.Build(config, decoding.Tokens.Length)), config, caches, id, position, lastKey, total);
        long[] prompt = [.. decoding.Prompt.ToArray().Select(token => (long)token)];
        long[] places = [.. Enumerable.Range(0, prompt.Length).Select(place => (long)place)];
        using var reading = Bind(step.Another(), config, caches, prompt, places, [prompt.Length - 1], [prompt.Length]);
        reading.Run();
    }

    public override void Run()
    {
        for (var place = decoding.PromptLen; place < decoding.Tokens.Length; place++)
        {
            (id[0], position[0], lastKey[0], total[0]) = (decoding.Tokens[place], place, place, place + 1);
            step.Run();
            _ = TensorPrimitives.IndexOfMax<float>(logits);
        }
    }

    public override float[] Output() => logits;

    public override void Dispose() => step.Dispose();

    private OnnxCall Bind(OnnxCall call, Gpt2Config config, float[][] caches, long[] ids, long[] positions, int[] lastKeys, int[] totals)
    {
        call.Bind("ids", ids, [1, ids.Length])
            .Bind("positions", positions, [1, ids.Length])
            .Bind("lastKey", lastKeys, [1])
            .Bind("total", totals, [1])
            .BindOutput("logits", logits, [1, 1, config.VocabSize]);
        long[] shape = [1, config.NumHeads, decoding.Tokens.Length, config.ModelDim / config.NumHeads];
        for (var i = 0; i < caches.Length; i++)
        {
            call.Bind(OnnxGpt2Graph.Past(i), caches[i], shape).BindOutput(OnnxGpt2Graph.Present(i), caches[i], shape);
        }

        return call;
    }
}
