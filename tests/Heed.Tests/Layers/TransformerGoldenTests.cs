using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Tests.Layers;

/// <summary>torch.nn's transformer layers, stacks and whole: values, and the gradients of inputs and parameters.</summary>
public class TransformerGoldenTests
{
    [Fact]
    public void An_encoder_block_agrees_before_and_after_norm() => Goldens.Each("nn.TransformerEncoderLayer", golden =>
    {
        var (parameters, x) = (new ParameterSet(), new Input(golden, "src"));
        var block = TransformerBlock.Create(parameters.Root, Options(golden));
        Check(golden, parameters, () => block.Forward(x.Rows, x.Sequences, MaskOf(golden, "src", x, x)), x);
    });

    [Fact]
    public void A_decoder_block_agrees_before_and_after_norm() => Goldens.Each("nn.TransformerDecoderLayer", golden =>
    {
        var (parameters, x, memory) = (new ParameterSet(), new Input(golden, "tgt"), new Input(golden, "memory"));
        var block = TransformerBlock.Create(parameters.Root, Options(golden), hasCrossAttention: true);
        var context = new AttentionContext(memory.Rows, memory.Sequences, MaskOf(golden, "memory", x, memory));
        Check(golden, parameters, () => block.Forward(x.Rows, x.Sequences, MaskOf(golden, "tgt", x, x), context: context), x, memory);
    });

    [Fact]
    public void Blocks_with_a_final_norm_agree() => Goldens.Each("nn.TransformerEncoder", golden =>
    {
        var (parameters, x) = (new ParameterSet(), new Input(golden, "src"));
        var stack = new TransformerStack(parameters.Root, Options(golden), (int)golden.Parameter("num_layers"), hasFinalNorm: golden.Flag("final_norm"));
        Check(golden, parameters, () => stack.Forward(x.Rows, x.Sequences, MaskOf(golden, "src", x, x)), x);
    });

    [Fact]
    public void An_encoder_decoder_agrees() => Goldens.Each("nn.Transformer", golden =>
    {
        var (parameters, source, target) = (new ParameterSet(), new Input(golden, "src"), new Input(golden, "tgt"));
        var model = new Transformer(
            parameters.Root, Options(golden), (int)golden.Parameter("num_encoder_layers"), (int)golden.Parameter("num_decoder_layers"));
        Check(
            golden,
            parameters,
            () =>
            {
                // What is a pad in the source is one in what the encoder made of it, unless the case says otherwise.
                var padding = golden.HasInput("memory_key_padding_mask") ? "memory" : "src";
                var encoded = model.Encode(source.Rows, source.Sequences, MaskOf(golden, "src", source, source));
                var context = new AttentionContext(encoded, source.Sequences, MaskOf(golden, "memory", target, source, padding));
                return model.Decode(target.Rows, target.Sequences, context, MaskOf(golden, "tgt", target, target));
            },
            source,
            target);
    });

    private static void Check(OperatorCase golden, ParameterSet parameters, Func<Tensor> forward, params Input[] inputs)
    {
        var weights = new TorchWeights(golden);
        weights.Fill(parameters);
        using var tape = new Tape();

        var output = forward();

        golden.Check("out", output.Data);
        tape.Backward((output, golden.Read("dout")));
        foreach (var input in inputs)
        {
            golden.Check($"d_{input.Name}", input.Rows.Gradient);
        }

        weights.CheckGradients();
    }

    /// <summary>torch's masks say true for what is ignored, or are added; one of three axes has a map for each head of each sequence.</summary>
    private static AttentionMask MaskOf(OperatorCase golden, string name, Input queries, Input keys, string? padding = null)
    {
        var (mask, pads, map) = (AttentionMask.None, $"{padding ?? name}_key_padding_mask", $"{name}_mask");
        if (golden.HasInput(pads))
        {
            mask &= AttentionMask.Keys([.. golden.ReadBooleans(pads).Select(ignored => !ignored)]);
        }

        if (!golden.HasInput(map))
        {
            return mask;
        }

        var (batch, numHeads) = golden.Shape(map).Length == 3 ? (queries.Sequences.Count, (int)golden.Parameter("nhead")) : (1, 1);
        var (queryLen, keyLen) = (queries.Sequences.MaxLength, keys.Sequences.MaxLength);
        return mask & (golden.IsOfNumbers(map)
            ? AttentionMask.Additive(golden.Read(map), batch, numHeads, queryLen, keyLen)
            : AttentionMask.From([.. golden.ReadBooleans(map).Select(ignored => !ignored)], batch, numHeads, queryLen, keyLen));
    }

    private static TransformerOptions Options(OperatorCase golden) => new()
    {
        ModelDim = (int)golden.Parameter("d_model"),
        NumHeads = (int)golden.Parameter("nhead"),
        HiddenDim = (int)golden.Parameter("dim_feedforward"),
        Activation = Activations.Parse(golden.Parameters.GetProperty("activation").GetString()!, "the case"),
        NormPlacement = golden.Flag("norm_first") ? NormPlacement.Pre : NormPlacement.Post,
        NormEpsilon = (float)golden.Parameter("layer_norm_eps"),
        HasBias = !golden.Parameters.TryGetProperty("bias", out _) || golden.Flag("bias"),
    };

    /// <summary>[batch, seqLen, modelDim] as rows of tokens.</summary>
    private sealed class Input
    {
        public Input(OperatorCase golden, string name)
        {
            var shape = golden.Shape(name);
            Name = name;
            Rows = golden.Tensor(name).Reshape(shape[0] * shape[1], shape[2]);
            Sequences = Sequences.Uniform(shape[0], shape[1]);
        }

        public string Name { get; }

        public Tensor Rows { get; }

        public Sequences Sequences { get; }
    }
}
