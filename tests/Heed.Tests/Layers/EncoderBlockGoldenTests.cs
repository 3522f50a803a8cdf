using Heed.Attention;
using Heed.Autograd;
using Heed.Layers;

namespace Heed.Tests.Layers;

/// <summary>torch.nn.TransformerEncoderLayer and TransformerEncoder: values, and the gradients of input and parameters.</summary>
public class EncoderBlockGoldenTests
{
    [Fact]
    public void One_block_agrees_before_and_after_norm() => Goldens.Each("nn.TransformerEncoderLayer", golden =>
    {
        var parameters = new ParameterSet();
        var block = Block(golden, parameters.Root);
        Check(golden, parameters, block.Forward);
    });

    [Fact]
    public void Blocks_with_a_final_norm_agree() => Goldens.Each("nn.TransformerEncoder", golden =>
    {
        var parameters = new ParameterSet();
        EncoderBlock[] blocks = [.. Enumerable.Range(0, (int)golden.Parameter("num_layers")).Select(i => Block(golden, parameters.Root["layers"][i]))];
        var norm = golden.Flag("final_norm") ? new LayerNorm(parameters.Root["norm"], (int)golden.Parameter("d_model"), (float)golden.Parameter("layer_norm_eps")) : null;
        Check(golden, parameters, (x, sequences, mask, recorder) =>
        {
            foreach (var block in blocks)
            {
                x = block.Forward(x, sequences, mask, recorder);
            }

            return norm is null ? x : norm.Forward(x);
        });
    });

    private static void Check(OperatorCase golden, ParameterSet parameters, Func<Tensor, Sequences, AttentionMask?, AttentionRecorder?, Tensor> forward)
    {
        var weights = new TorchWeights(golden);
        weights.Fill(parameters);
        var (x, shape) = (golden.Tensor("src"), golden.Shape("src"));
        using var tape = new Tape();

        var output = forward(x.Reshape(shape[0] * shape[1], shape[2]), Sequences.Uniform(shape[0], shape[1]), MaskOf(golden, shape[1]), null);

        golden.Check("out", output.Data);
        tape.Backward((output, golden.Read("dout")));
        golden.Check("d_src", x.Gradient);
        weights.CheckGradients();
    }

    /// <summary>torch's masks say true for what is ignored.</summary>
    private static AttentionMask MaskOf(OperatorCase golden, int seqLen)
    {
        var mask = AttentionMask.None;
        if (golden.HasInput("src_key_padding_mask"))
        {
            mask &= AttentionMask.Keys([.. golden.ReadBooleans("src_key_padding_mask").Select(ignored => !ignored)]);
        }

        if (golden.HasInput("src_mask"))
        {
            mask &= AttentionMask.From([.. golden.ReadBooleans("src_mask").Select(ignored => !ignored)], 1, 1, seqLen, seqLen);
        }

        return mask;
    }

    private static EncoderBlock Block(OperatorCase golden, ParameterScope scope)
    {
        var (modelDim, hiddenDim) = ((int)golden.Parameter("d_model"), (int)golden.Parameter("dim_feedforward"));
        var epsilon = (float)golden.Parameter("layer_norm_eps");
        var hasBias = !golden.Parameters.TryGetProperty("bias", out _) || golden.Flag("bias");
        return new EncoderBlock(
            MultiHeadAttention.Create(scope["self_attn"], modelDim, (int)golden.Parameter("nhead"), hasBias: hasBias),
            new LayerNorm(scope["norm1"], modelDim, epsilon, hasBias),
            new FeedForward(
                new Linear(scope["linear1"], modelDim, hiddenDim, hasBias),
                Activations.Parse(golden.Parameters.GetProperty("activation").GetString()!, "the case"),
                new Linear(scope["linear2"], hiddenDim, modelDim, hasBias)),
            new LayerNorm(scope["norm2"], modelDim, epsilon, hasBias),
            golden.Flag("norm_first") ? NormPlacement.Pre : NormPlacement.Post,
            dropoutRate: 0);
    }
}
