using Heed.Attention.Positions;
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
    public void Resized_positions_agree_with_and_without_antialias() => Goldens.Each("interpolate_pos_encoding", golden =>
    {
        var size = (int)golden.Parameter("base_grid");
        var to = new GridSize((int)golden.Parameter("grid_h"), (int)golden.Parameter("grid_w"));
        var positions = golden.Tensor("pos_embed").Reshape(1 + (size * size), golden.Shape("pos_embed")[2]);
        var resampling = golden.Flag("antialias") ? GridResampling.AntialiasedBicubic : GridResampling.Bicubic;

        golden.Check("out", PositionGrid.Resize(positions, new GridSize(size, size), to, resampling).Data);
    });

    [Fact]
    public void A_resized_picture_agrees() => Goldens.Each("interpolate", golden =>
    {
        var (shape, newShape, x) = (golden.Shape("x"), golden.Shape("out"), golden.Read("x"));
        var (from, to) = (new GridSize(shape[2], shape[3]), new GridSize(newShape[2], newShape[3]));
        var resampling = new GridResampling(
            Enum.Parse<ResizeFilter>(golden.Parameters.GetProperty("mode").GetString()!, ignoreCase: true), golden.Flag("align_corners"), golden.Flag("antialias"),
            golden.Parameters.TryGetProperty("scale_factor", out var factors) ? (factors[0].GetDouble(), factors[1].GetDouble()) : null);
        var y = new List<float>();
        for (var channel = 0; channel < shape[0] * shape[1]; channel++)
        {
            var cells = Tensor.From(x.AsSpan(channel * from.Count, from.Count), from.Count, 1);
            y.AddRange(Op.ResizeGrid(cells, from, to, resampling).Data);
        }

        golden.Check("out", y.ToArray());
    });

    [Fact]
    public void A_picture_is_resized_as_Pillow_does_to_the_grey_level() => Goldens.Each("pil_resize", golden =>
    {
        var (shape, newShape) = (golden.Shape("image"), golden.Shape("out"));
        var filter = Enum.Parse<ResizeFilter>(golden.Parameters.GetProperty("resample").GetString()!, ignoreCase: true);
        var (pixels, resized) = (golden.ReadBytes("image"), new byte[newShape[0] * newShape[1] * newShape[2]]);

        PixelResizeKernel.Resize(filter, pixels, new(shape[0], shape[1]), resized, new(newShape[0], newShape[1]), shape[2]);

        Assert.Equal(golden.ReadBytes("out"), resized);
    });
}
