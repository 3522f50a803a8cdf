using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;
using Heed.Kernels;

namespace Heed.Tests.Kernels;

/// <summary>Kernels on other processors than this one, and what the compiler makes of the innermost loop.</summary>
[Collection(TeamOf.Collection)]
public partial class ProcessorTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void Kernels_agree_with_their_definitions_without(string instructions)
    {
        using var child = ChildProcess.Start(CheckKernels, [(instructions, "0")], instructions);
        var said = child.Output.ReadToEnd();
        Assert.True(child.WaitForExit() == 0 && said.EndsWith("all agree", StringComparison.Ordinal), said);
    }

    [Theory]
    [InlineData("Vector512", 16)]
    [InlineData("Vector512", 8)]
    [InlineData("Vector512", 24)]
    [InlineData("Vector512", 14)]
    [InlineData("Vector256", 12)]
    public void The_register_tile_keeps_its_sums_in_registers(string width, int sums)
    {
        Assert.SkipUnless(Fma.IsSupported, "The tile of processors without FMA is another.");
        Assert.SkipUnless(width != "Vector512" || Vector512.IsHardwareAccelerated, "This processor has no 512 bits.");
        using var folder = new TemporaryFolder();
        var listing = folder.File("tile.txt");
        (string, string)[] environment = [("DOTNET_JitDisasm", "Tile"), ("DOTNET_JitStdOutFile", listing)];
        if (width == "Vector256")
        {
            environment = [.. environment, ("DOTNET_EnableAVX512", "0")];
        }

        using (var child = ChildProcess.Start(MultiplyTiles, environment))
        {
            Assert.Equal(0, child.WaitForExit());
        }

        // The block of the loop is the one that holds the fused multiplications.
        var loops = BlockLabel().Split(File.ReadAllText(listing)).Where(block => block.Contains("vfmadd", StringComparison.Ordinal));
        var loop = Assert.Single(loops, block => Regex.Count(block, "vfmadd") == sums);
        Assert.DoesNotMatch(@"\[r[sb]p", loop);
    }

    [GeneratedRegex(@"\nG_M\d+_IG\d+:")]
    private static partial Regex BlockLabel();

    private static void CheckKernels(string[] arguments)
    {
        Assert.False(arguments[0] switch
        {
            "DOTNET_EnableAVX512" => Vector512.IsHardwareAccelerated,
            "DOTNET_EnableAVX2" => Avx2.IsSupported,
            _ => Vector128.IsHardwareAccelerated,
        });
        new ActivationTests().Values_and_slopes_agree_with_double_precision();
        new ActivationTests().A_gated_activation_is_the_product_of_its_halves();
        new CrossEntropyTests().Losses_and_gradients_agree_with_the_definition(5, 1031, 0.3f, weighted: true);
        new VectorMathTests().Edges_are_exact();
        new VectorMathTests().The_last_few_lanes_are_loaded_and_stored_alone();
        new VectorMathTests().The_normal_distribution_keeps_its_tail();
        new SoftmaxTests().Rows_and_their_gradients_agree_with_the_definition(11, 13);
        new NormTests().Layer_norm_agrees_with_its_definition(17, 31, hasBeta: true);
        new MatMulTests().All_forms_agree_with_the_definition(7, 33, 17);
        new MatMulTests().All_forms_agree_with_the_definition(13, 47, 259);
        new MatMulTileTests().Any_number_of_rows_agrees_with_the_definition_and_leaves_the_next_row_alone(sideBySide: false);
        new MatMulTileTests().An_element_does_not_depend_on_the_rows_beside_it_nor_on_how_they_lie();
        new MatMulTileTests().Two_panels_at_once_are_bit_for_bit_the_two_one_by_one(sideBySide: true);
        new ColumnScaleTests().Columns_and_their_gradients_agree_with_the_definition(17, 13);
        new OrthogonalTests().Wide_tall_and_square_matrices_agree_with_the_definition(37, 103);
        new RotaryTests().Heads_are_turned_by_their_position(5, 32);
        new RandomTests().Eight_lanes_of_Philox_are_eight_counters();
        new WindowTests().The_largest_under_each_window_is_found_and_the_first_of_equals_gets_the_gradient(3, 11, 13, 17, 3, 2, 1);
        new PooledConvolutionTests().Results_and_gradients_agree_with_the_definition(3, 13, 5, 7, 31);
        new PooledConvolutionTests().Results_and_gradients_agree_with_the_definition(2, 7, 11, 11, 17);
        new AttentionTests().Scores_far_apart_do_not_overflow();
        new AttentionTests().Rows_of_weights_sum_to_one();
        new AttentionSummaryTests().Longer_sequences_agree_with_the_definition(AttentionFeatures.Hidden | AttentionFeatures.Bias | AttentionFeatures.Sinks, 31);
        new DecodeTests().The_last_queries_alone_get_what_they_get_among_all();
        new DecodeTests().Any_width_and_number_of_queries_agrees_with_the_definition(13, 70);
        new DecodeTests().Bfloat16_agrees_with_the_definition_on_rounded_numbers(70, 128);
        Console.Write("all agree");
    }

    /// <summary>The largest tile of rows apart, and that of rows side by side; and two beside each other.</summary>
    private static unsafe void MultiplyTiles(string[] arguments)
    {
        float* a = stackalloc float[256], b = stackalloc float[256], c = stackalloc float[256];
        MatMulTile.Multiply(a, 16, 1, b, 16, 16, c, 16, 16, accumulate: false);
        MatMulTile.Multiply(a, 1, 16, b, 16, 16, c, 16, 16, accumulate: false);
        MatMulTile.MultiplyPair(a, 16, 1, b, b, 16, 16, c, c, 16, 7, accumulate: false);
        MatMulTile.MultiplyPair(a, 1, 16, b, b, 16, 16, c, c, 16, 12, accumulate: false);
    }
}
