using Heed.Attention.Positions;
using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Tests.Attention.Positions;

public class PositionGoldenTests
{
    [Fact]
    public void Sinusoids_agree_in_the_papers_layout_also_where_the_width_is_odd() => Goldens.Each("sinusoidal_pe", golden =>
        golden.Check("pe", SinusoidalPositions.Interleaved((int)golden.Parameter("length"), (int)golden.Parameter("dim")).Data));

    [Fact]
    public void Sinusoids_in_halves_are_those_of_Marian()
    {
        using var golden = Goldens.Open("models", "marian_cond", "expected.safetensors");
        var shape = golden.Entry("aux.embed_positions").Shape;
        OperatorCase.Check(
            "aux.embed_positions", golden.ReadFloats("aux.embed_positions"), SinusoidalPositions.Halves(shape[^2], shape[^1]).Data, 2e-6);
    }

    [Fact]
    public void A_grid_of_sines_and_cosines_agrees_with_MAE() => Goldens.Each("sincos2d_mae", golden =>
    {
        var size = golden.Parameter("grid_size");
        var grid = new GridSize((int)golden.Parameter("grid_h", size), (int)golden.Parameter("grid_w", size));
        golden.Check("pe", SineCosineGrid.Create(grid, (int)golden.Parameter("embed_dim"), golden.Flag("add_cls_token") ? 1 : 0).Data);
    });

    [Fact]
    public void Rotary_halves_agree_in_values_and_gradients() => Goldens.Each("rope_half", golden =>
    {
        var (q, k, positions) = (golden.Tensor("q"), golden.Tensor("k"), Positions(golden));
        var (theta, headDim) = ((float)golden.Parameter("theta"), (int)golden.Parameter("head_dim"));
        using var tape = new Tape();

        var turned = RotaryPositions.Apply(q, positions, theta: theta);

        golden.Check("q_out", turned.Data);
        golden.Check("k_out", RotaryPositions.Apply(k, positions, theta: theta).Data);
        var frequencies = RotaryPositions.Frequencies(headDim, theta);
        golden.Check("cos", OfAngles(Math.Cos));
        golden.Check("sin", OfAngles(Math.Sin));
        tape.Backward((turned, golden.Read("dq_out")));
        golden.Check("dq", q.Gradient);

        float[] OfAngles(Func<double, double> wave) =>
            [.. positions.SelectMany(position => Enumerable.Range(0, headDim).Select(d => (float)wave(position * frequencies[d % frequencies.Length])))];
    });

    [Fact]
    public void Rotary_pairs_side_by_side_agree() => Goldens.Each("rope_interleaved", golden =>
    {
        var (positions, theta) = (Positions(golden), (float)golden.Parameter("theta"));
        golden.Check("q_out", RotaryPositions.Apply(golden.Tensor("q"), positions, RotaryLayout.Interleaved, theta).Data);
        golden.Check("k_out", RotaryPositions.Apply(golden.Tensor("k"), positions, RotaryLayout.Interleaved, theta).Data);
    });

    [Fact]
    public void Alibi_agrees_in_each_of_its_forms() => Goldens.Each("alibi", golden =>
    {
        var (numHeads, length) = ((int)golden.Parameter("num_heads"), (int)golden.Parameter("L"));
        golden.Check("slopes", Alibi.Slopes(numHeads));
        golden.Check("bias_symmetric", Alibi.Bias(numHeads, length, length).Data);
        var causal = Alibi.CausalBias(numHeads, length, length).Data.ToArray();
        golden.Check("bias_causal", causal);
        golden.Check("bias", Array.ConvertAll(causal, value => float.IsInfinity(value) ? 0 : value));

        var visible = golden.ReadBooleans("attention_mask");
        var ofBloom = new List<float>();
        for (var start = 0; start < visible.Length; start += length)
        {
            ofBloom.AddRange(Alibi.KeyBias(numHeads, visible.AsSpan(start, length)).Data);
        }

        golden.Check("hf_bloom_alibi", ofBloom.ToArray());
    });

    private static int[] Positions(OperatorCase golden) => [.. golden.ReadIntegers("position_ids").Select(position => (int)position)];
}
