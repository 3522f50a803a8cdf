using Heed.Attention;
using Heed.Autograd;
using Heed.Kernels;
using Heed.Layers;
using static Heed.Tests.Autograd.FiniteDifferences;

namespace Heed.Tests.Layers;

public class TransformerTests
{
    private static readonly TransformerOptions Small = new()
    {
        ModelDim = 6, NumHeads = 2, HiddenDim = 11, NormPlacement = NormPlacement.Pre, InitialDeviation = 0.3f,
    };

    [Fact]
    public void A_target_token_does_not_depend_on_those_after_it()
    {
        var model = new Transformer(new ParameterSet(1).Root, Small, 1, 2);
        var (sources, targets) = (Sequences.OfLengths(5, 3), Sequences.OfLengths(4, 2));
        var (source, target) = (Parameter(1, 8, 6), Parameter(2, 6, 6));
        var before = model.Forward(source, sources, target, targets).Data.ToArray();

        target.Slice(3, 4).Data.Fill(7);
        var after = model.Forward(source, sources, target, targets).Data.ToArray();

        Assert.Equal(before[..(3 * 6)], after[..(3 * 6)]);
        Assert.NotEqual(before[(3 * 6)..(4 * 6)], after[(3 * 6)..(4 * 6)]);
        Assert.Equal(before[(4 * 6)..], after[(4 * 6)..]);
    }

    [Fact]
    public void A_packed_batch_gives_what_its_sequences_give_alone()
    {
        var model = new Transformer(new ParameterSet(1).Root, Small, 2, 1);
        var (source, target) = (Parameter(1, 8, 6), Parameter(2, 6, 6));
        float[] alone =
        [
            .. model.Forward(source.Slice(0, 5), Sequences.OfLengths(5), target.Slice(0, 4), Sequences.OfLengths(4)).Data,
            .. model.Forward(source.Slice(5, 8), Sequences.OfLengths(3), target.Slice(4, 6), Sequences.OfLengths(2)).Data,
        ];

        var packed = model.Forward(source, Sequences.OfLengths(5, 3), target, Sequences.OfLengths(4, 2)).Data;

        for (var i = 0; i < alone.Length; i++)
        {
            Assert.Equal(alone[i], packed[i], 1e-5);
        }
    }

    [Fact]
    public void Gradients_reach_source_and_target()
    {
        var model = new Transformer(new ParameterSet(3).Root, Small with { NormPlacement = NormPlacement.Post, Activation = Activation.Gelu }, 1, 1);
        Check(
            x => model.Forward(x[0], Sequences.OfLengths(2, 3), x[1], Sequences.OfLengths(3, 1)),
            Parameter(1, 5, 6),
            Parameter(2, 4, 6));
    }

    [Fact]
    public void A_decoder_records_self_attention_before_cross_attention()
    {
        var model = new Transformer(new ParameterSet(1).Root, Small, 1, 2);
        var (sources, targets) = (Sequences.OfLengths(5), Sequences.OfLengths(3));
        var recorder = new AttentionRecorder();

        model.Decode(Parameter(1, 3, 6), targets, new AttentionContext(Parameter(2, 5, 6), sources), recorder: recorder);

        Assert.Equal([2 * 3 * 3, 2 * 3 * 5, 2 * 3 * 3, 2 * 3 * 5], recorder.Layers.Select(layer => layer.Sequences[0].Length));
        Assert.Equal(3, recorder.HiddenStates.Count);
    }

    [Fact]
    public void Cross_attention_and_context_come_together()
    {
        var (decoder, encoder) = (TransformerBlock.Create(new ParameterSet().Root, Small, hasCrossAttention: true), TransformerBlock.Create(new ParameterSet().Root, Small));
        var (x, sequences) = (Tensor.Zeros(2, 6), Sequences.OfLengths(2));
        Assert.Throws<ArgumentException>(() => decoder.Forward(x, sequences));
        Assert.Throws<ArgumentException>(() => encoder.Forward(x, sequences, context: new AttentionContext(x, sequences)));
    }
}
