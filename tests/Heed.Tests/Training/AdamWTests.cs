using Heed.Autograd;
using Heed.Checkpoints;
using Heed.Training;

namespace Heed.Tests.Training;

public sealed class AdamWTests
{
    [Fact]
    public void Ten_steps_end_where_torch_ends()
    {
        // torch.optim.AdamW(lr=0.005, betas=(0.9, 0.98), eps=1e-9, weight_decay=0.1), computed in float64.
        float[] gradients =
        [
            -0.684262455f, 0.390836984f, -0.377058208f, 0.38909477f,
            -1.96144068f, -0.558342576f, -0.264916897f, 1.25848138f,
            0.431555897f, -0.785473466f, 1.9213438f, 1.25652027f,
            0f, 0f, 0f, 0f,
            -0.244455576f, -0.713830709f, 0.351698309f, -0.350772768f,
            0.821043074f, 0.969888508f, 0.376156837f, 1.13239563f,
            0.1969015f, -0.0693131387f, -1.65754068f, -1.02750742f,
            0.852291703f, -0.384042114f, 0.593964279f, -0.324998617f,
            -0.788644612f, -0.628713012f, 0.0546739809f, -0.905778408f,
            0.345577717f, 0.935367882f, -0.810015082f, -0.0630606785f,
        ];
        var weights = Parameter([-1.16527116f, 0.633855045f, -1.24039888f, 0.68918407f], 4);
        var optimizer = new AdamW([KeyValuePair.Create("w", weights)], (_, _) => true, 0.9, 0.98, 1e-9, 0.1);
        for (var t = 0; t < 10; t++)
        {
            SetGradient(weights, gradients.AsSpan(4 * t, 4));
            optimizer.Step(0.005);
            if (t == 0)
            {
                AssertClose([-1.15968847f, 0.628538132f, -1.23477864f, 0.6838395f], weights.Data, 1e-6);
            }
        }

        Assert.Equal(10, optimizer.Steps);
        AssertClose([-1.14095294f, 0.64000231f, -1.23297453f, 0.659067214f], weights.Data, 3e-6);
    }

    [Fact]
    public void Only_what_the_rule_names_decays()
    {
        var (weight, bias) = (Parameter([1, -2], 1, 2), Parameter([3], 1));
        var optimizer = new AdamW(
            [KeyValuePair.Create("weight", weight), KeyValuePair.Create("bias", bias)], (name, tensor) => name == "weight" && tensor.Rank == 2, weightDecay: 0.5);
        SetGradient(weight, [0, 0]);
        SetGradient(bias, [0]);
        optimizer.Step(0.1);

        AssertClose([0.95f, -1.9f], weight.Data, 1e-6);
        Assert.Equal(3, bias.Data[0]);
    }

    [Fact]
    public void A_parameter_to_which_nothing_flowed_stays_as_it_is()
    {
        var (used, unused) = (Parameter([1], 1), Parameter([1], 1));
        var optimizer = new AdamW([KeyValuePair.Create("used", used), KeyValuePair.Create("unused", unused)], (_, _) => true);
        SetGradient(used, [1]);
        optimizer.Step(0.1);

        Assert.NotEqual(1, used.Data[0]);
        Assert.Equal(1, unused.Data[0]);
    }

    [Fact]
    public void An_optimizer_that_was_saved_and_loaded_goes_on_to_the_bit()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("optimizer.safetensors");
        var (straight, stopped) = (Parameter([0.5f, -0.25f, 2], 3), Parameter([0.5f, -0.25f, 2], 3));
        var first = NewOptimizer(straight);
        var second = NewOptimizer(stopped);
        for (var t = 0; t < 6; t++)
        {
            if (t == 3)
            {
                SafetensorsWriter.Write(path, second.State);
                second = NewOptimizer(stopped);
                using var file = SafetensorsFile.Open(path);
                foreach (var (name, tensor) in second.State)
                {
                    file.ReadFloats(name, tensor.Data);
                }
            }

            Span<float> gradient = [MathF.Sin(t), MathF.Cos(t), 0.1f * t];
            SetGradient(straight, gradient);
            SetGradient(stopped, gradient);
            first.Step(0.01);
            second.Step(0.01);
        }

        Assert.Equal(straight.Data.ToArray(), stopped.Data.ToArray());
        Assert.Equal(6, second.Steps);

        static AdamW NewOptimizer(Tensor parameter) => new([KeyValuePair.Create("w", parameter)], (_, _) => true);
    }

    [Theory]
    [InlineData(1.0, 0.999, 1e-8, 0.0)]
    [InlineData(0.9, -0.1, 1e-8, 0.0)]
    [InlineData(0.9, 0.999, 0.0, 0.0)]
    [InlineData(0.9, 0.999, 1e-8, -1.0)]
    public void Numbers_out_of_range_are_refused(double beta1, double beta2, double epsilon, double weightDecay) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW([], (_, _) => true, beta1, beta2, epsilon, weightDecay));

    private static Tensor Parameter(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        var parameter = Tensor.Parameter(shape);
        values.CopyTo(parameter.Data);
        return parameter;
    }

    private static void SetGradient(Tensor parameter, ReadOnlySpan<float> gradient)
    {
        parameter.ClearGradient();
        gradient.CopyTo(parameter.GradientToAddTo());
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance);
        }
    }
}
