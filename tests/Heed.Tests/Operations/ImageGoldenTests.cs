using System.Text.Json;
using Heed.Autograd;
using Heed.Kernels;

namespace Heed.Tests.Operations;

public class ImageGoldenTests
{
    [Fact]
    public void A_patch_embedding_agrees_in_values_and_gradients() => Goldens.Each("patch_embed", golden =>
    {
        var (images, weight, bias) = (golden.Tensor("x"), golden.Tensor("weight"), golden.Tensor("bias"));
        var patch = (int)golden.Parameter("patch");
        using var tape = new Tape();

        var patches = Op.Patches(images, patch, patch);
        var y = Op.Linear(patches, weight.Reshape(weight.Shape[0], patches.Columns), bias);

        golden.Check("out", y.Data);
        tape.Backward((y, golden.Read("dout")));
        golden.Check("d_x", images.Gradient);
        golden.Check("d_weight", weight.Gradient);
        golden.Check("d_bias", bias.Gradient);
    });

    [Fact]
    public void Resized_positions_agree() => Goldens.Each("interpolate_pos_encoding", golden => !golden.Flag("antialias"), golden =>
    {
        var size = (int)golden.Parameter("base_grid");
        var to = new GridSize((int)golden.Parameter("grid_h"), (int)golden.Parameter("grid_w"));
        var positions = golden.Tensor("pos_embed").Reshape(1 + (size * size), golden.Shape("pos_embed")[2]);

        var resized = Op.Prepend(positions.Slice(0, 1), Op.ResizeGrid(positions.Slice(1, positions.Rows), new GridSize(size, size), to), 1);

        golden.Check("out", resized.Data);
    });

    [Fact]
    public void A_resized_picture_agrees() => Goldens.Each("interpolate", IsBicubic, golden =>
    {
        var (shape, newShape, x) = (golden.Shape("x"), golden.Shape("out"), golden.Read("x"));
        var (from, to) = (new GridSize(shape[2], shape[3]), new GridSize(newShape[2], newShape[3]));
        var y = new List<float>();
        for (var channel = 0; channel < shape[0] * shape[1]; channel++)
        {
            var cells = Tensor.From(x.AsSpan(channel * from.Count, from.Count), from.Count, 1);
            y.AddRange(Op.ResizeGrid(cells, from, to).Data);
        }

        golden.Check("out", y.ToArray());
    });

    private static bool IsBicubic(OperatorCase golden) =>
        golden.Parameters.GetProperty("mode").GetString() == "bicubic"
        && golden.Parameters.GetProperty("align_corners").ValueKind == JsonValueKind.False
        && golden.Parameters.TryGetProperty("size", out _);
}
