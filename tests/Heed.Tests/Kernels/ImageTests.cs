using Heed.Kernels;
using Heed.Kernels.Reference;
using static Heed.Tests.Kernels.Numbers;

namespace Heed.Tests.Kernels;

[Collection(TeamOf.Collection)]
public class ImageTests
{
    private static readonly (int Height, int Width, int NewHeight, int NewWidth)[] Sizes =
        [(5, 7, 5, 7), (5, 7, 3, 11), (1, 3, 13, 2), (7, 2, 1, 1), (11, 13, 3, 2)];

    private static readonly GridResampling[] Resamplings =
    [
        GridResampling.Bicubic, GridResampling.AntialiasedBicubic, new(ResizeFilter.Nearest), new(ResizeFilter.Bilinear), new(ResizeFilter.Bilinear, AlignsCorners: true),
        new(ResizeFilter.Bicubic, AlignsCorners: true), new(ResizeFilter.Bilinear, Antialiases: true), new(ResizeFilter.Box, Antialiases: true),
        new(ResizeFilter.Hamming, Antialiases: true), new(ResizeFilter.Lanczos, Antialiases: true),
    ];

    public static MatrixTheoryData<int, int> Grids => new(Enumerable.Range(0, Sizes.Length), Enumerable.Range(0, Resamplings.Length));

    [Theory]
    [InlineData(1, 1, 1, 1, 1, 1)]
    [InlineData(2, 3, 14, 35, 7, 5)]
    [InlineData(3, 2, 13, 11, 3, 2)]
    [InlineData(2, 3, 48, 32, 16, 16)]
    [InlineData(1, 1, 3, 8, 4, 4)]
    [InlineData(0, 3, 8, 8, 4, 4)]
    public void Patches_are_the_pixels_of_their_place_and_the_gradient_goes_back_there(
        int batch, int channels, int height, int width, int patchHeight, int patchWidth)
    {
        var shape = new PatchShape(batch, channels, height, width, patchHeight, patchWidth);
        var sources = PatchReference.Sources(shape);
        var images = Random((int)shape.ImagesLength, 1);
        var (patches, dPatches) = (new float[sources.Length], Random(sources.Length, 2));
        var (dImages, expected) = (Random(images.Length, 3), Random(images.Length, 3));

        PatchKernel.Unfold(shape, images, patches);
        PatchKernel.FoldAdd(shape, dPatches, dImages);

        for (var i = 0; i < sources.Length; i++)
        {
            Assert.Equal(images[sources[i]], patches[i]);
            expected[sources[i]] += dPatches[i];
        }

        Assert.Equal(expected, dImages);
    }

    [Fact]
    public void Patches_of_too_few_pixels_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PatchKernel.Unfold(new(1, 3, 8, 8, 4, 4), new float[191], new float[192]));
        Assert.Throws<ArgumentException>(() => PatchKernel.FoldAdd(new(1, 3, 8, 8, 4, 4), new float[191], new float[192]));
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void A_resized_grid_agrees_with_its_definition_and_so_does_its_gradient(int sizes, int which)
    {
        var (height, width, newHeight, newWidth) = Sizes[sizes];
        var resampling = Resamplings[which];
        const int Dim = 67;
        var (from, to) = (new GridSize(height, width), new GridSize(newHeight, newWidth));
        var (x, dy) = (Random(from.Count * Dim, 1), Random(to.Count * Dim, 2));
        var (y, dx) = (Random(to.Count * Dim, 3), Random(from.Count * Dim, 4));
        var expected = new double[y.Length];
        var dExpected = Array.ConvertAll(dx, value => (double)value);
        for (var cell = 0; cell < from.Count; cell++)
        {
            for (var newCell = 0; newCell < to.Count; newCell++)
            {
                var share = GridReference.Share(from, to, cell / width, cell % width, newCell / newWidth, newCell % newWidth, resampling);
                for (var d = 0; d < Dim; d++)
                {
                    expected[(newCell * Dim) + d] += share * x[(cell * Dim) + d];
                    dExpected[(cell * Dim) + d] += share * dy[(newCell * Dim) + d];
                }
            }
        }

        GridKernel.Forward(from, to, x, y, Dim, resampling);
        GridKernel.Backward(from, to, dy, dx, Dim, resampling);

        AssertClose(Array.ConvertAll(expected, value => (float)value), y, 2e-6);
        AssertClose(Array.ConvertAll(dExpected, value => (float)value), dx, 2e-6);
    }

    [Fact]
    public void What_interpolate_does_not_do_is_refused()
    {
        foreach (var resampling in (GridResampling[])[new(ResizeFilter.Lanczos), new(ResizeFilter.Nearest, AlignsCorners: true),
            new(ResizeFilter.Nearest, Antialiases: true), new(ResizeFilter.Bicubic, Factors: (0, 1))])
        {
            Assert.Throws<ArgumentException>(() => GridKernel.Forward(new(1, 1), new(1, 1), new float[1], new float[1], 1, resampling));
        }
    }

    public static MatrixTheoryData<int, ResizeFilter> Pictures => new(Enumerable.Range(0, Sizes.Length), Enum.GetValues<ResizeFilter>());

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_resized_picture_agrees_with_the_plain_loops_to_the_grey_level(int sizes, ResizeFilter filter)
    {
        var (height, width, newHeight, newWidth) = Sizes[sizes];
        var (from, to) = (new GridSize(height, width), new GridSize(newHeight, newWidth));
        for (var channels = 1; channels <= 4; channels++)
        {
            var (pixels, resized) = (Bytes(from.Count * channels, 7), new byte[to.Count * channels]);
            PixelResizeKernel.Resize(filter, pixels, from, resized, to, channels);
            Assert.Equal(PixelResizeReference.Resize(filter, pixels, from, to, channels), resized);
        }
    }

    [Fact]
    public void A_picture_of_too_few_pixels_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PixelResizeKernel.Resize(ResizeFilter.Box, new byte[11], new(2, 2), new byte[3], new(1, 1), 3));
        Assert.Throws<ArgumentException>(() => PixelResizeKernel.Resize(ResizeFilter.Box, new byte[12], new(2, 2), new byte[2], new(1, 1), 3));
        Assert.Throws<ArgumentException>(() => PixelResizeKernel.Resize(ResizeFilter.Box, [], new(0, 2), new byte[3], new(1, 1), 3));
    }

    [Fact]
    public void Image_kernels_give_the_same_bits_on_any_number_of_threads_and_allocate_nothing()
    {
        var shape = new PatchShape(3, 3, 32, 48, 8, 8);
        var (from, to, dim) = (new GridSize(4, 6), new GridSize(7, 5), 192);
        var (images, x, dy) = (Random((int)shape.ImagesLength, 1), Random(from.Count * dim, 2), Random(to.Count * dim, 3));
        float[] patches = new float[shape.PatchesLength], back = new float[images.Length], y = new float[dy.Length], dx = new float[x.Length];
        byte[] pixels = Bytes(61 * 47 * 3, 4), resized = new byte[23 * 71 * 3];
        void Step()
        {
            PixelResizeKernel.Resize(ResizeFilter.Bicubic, pixels, new(61, 47), resized, new(23, 71), 3);
            PatchKernel.Unfold(shape, images, patches);
            PatchKernel.FoldAdd(shape, patches, back);
            GridKernel.Forward(from, to, x, y, dim, GridResampling.AntialiasedBicubic);
            GridKernel.Backward(from, to, dy, dx, dim, GridResampling.AntialiasedBicubic);
        }

        AssertSameBitsOnAnyTeam(() =>
        {
            Array.Clear(back);
            Array.Clear(dx);
            Step();
            return [.. patches, .. back, .. y, .. dx, .. resized.Select(value => (float)value)];
        });
        var before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static byte[] Bytes(int count, ulong seed) => Array.ConvertAll(Random(count, seed), value => (byte)(127.5 + (127.5 * value)));
}
