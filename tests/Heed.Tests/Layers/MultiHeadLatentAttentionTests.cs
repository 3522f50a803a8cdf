using Heed.Attention;
using Heed.Attention.Mechanisms;
using Heed.Autograd;
using Heed.Layers;
using Heed.Tests.Autograd;

namespace Heed.Tests.Layers;

public class MultiHeadLatentAttentionTests
{
    private static readonly LatentAttentionOptions Options = new()
    {
        ModelDim = 13,
        NumHeads = 3,
        HeadDim = 5,
        RotaryDim = 2,
        ValueDim = 7,
        LatentDim = 11,
        InitialDeviation = 0.4f,
    };

    private static readonly Sequences Rows = Sequences.OfLengths(3, 5);
    private static readonly int[] Positions = [0, 1, 2, 0, 1, 2, 3, 4];

    [Theory]
    [InlineData(null)]
    [InlineData(6)]
    public void Attention_to_the_latent_rows_is_attention_to_the_keys_and_values_made_of_them(int? queryLatentDim)
    {
        var (options, x) = (Options with { QueryLatentDim = queryLatentDim }, FiniteDifferences.Parameter(1, 8, Options.ModelDim));
        var parameters = new ParameterSet();
        var layer = new MultiHeadLatentAttention(parameters.Root, options);
        var upstream = FiniteDifferences.Random(8 * options.ModelDim, 2);

        var (plain, plainGradients) = Run(() => layer.Forward(x, Positions, Rows, AttentionMask.Causal));
        var (absorbed, gradients) = Run(() => layer.Attend(x, Positions, Rows, layer.Compress(x, Positions), Rows, AttentionMask.Causal));

        OperatorCase.Check("output", plain, absorbed, 1e-5);
        foreach (var (name, gradient) in plainGradients)
        {
            OperatorCase.Check(name, gradient, gradients[name], 2e-5);
        }

        (float[] Output, Dictionary<string, float[]> Gradients) Run(Func<Tensor> forward)
        {
            parameters.ClearGradients();
            x.ClearGradient();
            using var tape = new Tape();
            var output = forward();
            var values = output.Data.ToArray();
            tape.Backward((output, upstream));
            return (values, parameters.All.Append(new("x", x)).ToDictionary(pair => pair.Key, pair => pair.Value.Gradient.ToArray()));
        }
    }

    [Fact]
    public void Token_by_token_over_the_cache_gives_what_all_at_once_gave()
    {
        var layer = new MultiHeadLatentAttention(new ParameterSet().Root, Options);
        var x = FiniteDifferences.Parameter(1, 5, Options.ModelDim);
        var all = layer.Forward(x, [0, 1, 2, 3, 4], Sequences.OfLengths(5), AttentionMask.Causal);
        var cache = Tensor.Zeros(0, Options.CachedNumbers);
        for (var t = 0; t < 5; t++)
        {
            var token = x.Slice(t, t + 1);
            cache = Op.Concatenate(0, cache, layer.Compress(token, [t]));
            var output = layer.Attend(token, [t], Sequences.OfLengths(1), cache, Sequences.OfLengths(t + 1), AttentionMask.Causal);
            OperatorCase.Check($"token {t}", all.Slice(t, t + 1).Data, output.Data, 1e-5);
        }

        Assert.Equal(5 * (11 + 2), cache.Length);
    }

    /// <summary>Head by head from the parameters, as the paper's equations 9 to 19 have it.</summary>
    [Fact]
    public void A_head_attends_with_content_and_position_side_by_side()
    {
        var parameters = new ParameterSet();
        var layer = new MultiHeadLatentAttention(parameters.Root, Options);
        var x = FiniteDifferences.Parameter(1, 5, Options.ModelDim);
        int[] positions = [0, 1, 2, 3, 4];
        var down = Op.Linear(x, parameters["kv_a_proj_with_mqa.weight"]);
        var latent = Op.RmsNorm(Op.Slice(down, -1, 0, 11), parameters["kv_a_layernorm.weight"], Options.NormEpsilon);
        var rotaryKey = Op.Rotary(Op.Slice(down, -1, 11, 13), positions, 1, 2, Options.Theta);
        var found = new Tensor[3];
        for (var head = 0; head < 3; head++)
        {
            var query = Op.Linear(x, parameters["q_proj.weight"].Slice(head * 7, (head + 1) * 7));
            var up = parameters["kv_b_proj.weight"].Slice(head * 12, (head + 1) * 12);
            found[head] = ScaledDotAttention.Apply(
                Op.Concatenate(-1, Op.Slice(query, -1, 0, 5), Op.Rotary(Op.Slice(query, -1, 5, 7), positions, 1, 2, Options.Theta)),
                Op.Concatenate(-1, Op.Linear(latent, up.Slice(0, 5)), rotaryKey),
                Op.Linear(latent, up.Slice(5, 12)),
                AttentionMask.Causal).Output;
        }

        var expected = Op.Linear(Op.Concatenate(-1, found), parameters["o_proj.weight"]);
        OperatorCase.Check("output", expected.Data, layer.Forward(x, positions, Sequences.OfLengths(5), AttentionMask.Causal).Data, 1e-5);
    }

    /// <summary>DeepSeek-V2, table 1: 4.5 heads of 128 instead of 128 heads of keys and of values.</summary>
    [Fact]
    public void The_cache_of_DeepSeek_V2_is_as_small_as_its_paper_says()
    {
        var options = new LatentAttentionOptions { ModelDim = 5120, NumHeads = 128, HeadDim = 128, RotaryDim = 64, ValueDim = 128, LatentDim = 512 };
        Assert.Equal(4.5 * 128, options.CachedNumbers);
        Assert.Equal(40_960, options.UncompressedNumbers);
    }
}
