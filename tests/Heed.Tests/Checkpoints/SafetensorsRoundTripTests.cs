using CsCheck;
using Heed.Autograd;
using Heed.Checkpoints;

namespace Heed.Tests.Checkpoints;

public sealed class SafetensorsRoundTripTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Target => folder.File("model.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back_to_the_bit()
    {
        var name = Gen.String[Gen.Char["abz.0_/ é\"\\\n\u4e2d"], 1, 12].Where(text => text != "__metadata__");
        var floats = Gen.Int[0, 4].Array[0, 4].SelectMany(shape => Gen.Single.Array[shape.Aggregate(1, (a, b) => a * b)], (shape, values) => (shape, values));
        var longs = Gen.Int[0, 4].Array[0, 3].SelectMany(shape => Gen.Long.Array[shape.Aggregate(1, (a, b) => a * b)], (shape, values) => (shape, values));
        Gen.Select(
            Gen.Dictionary(name, floats)[0, 6], Gen.Dictionary(name, longs)[0, 3], Gen.Dictionary(Gen.String, Gen.String)[0, 3])
            .Sample(
                (floatTensors, longTensors, metadata) =>
                {
                    SafetensorsWriter.Write(
                        Target,
                        [
                            .. floatTensors.Select(pair => SavedTensor.Of("f." + pair.Key, pair.Value.shape, pair.Value.values)),
                            .. longTensors.Select(pair => SavedTensor.Of("i." + pair.Key, pair.Value.shape, pair.Value.values)),
                        ],
                        metadata);

                    using var file = SafetensorsFile.Open(Target);
                    Assert.Equal(floatTensors.Count + longTensors.Count, file.Entries.Count);
                    Assert.Equal(metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal), file.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal));
                    foreach (var (key, (shape, values)) in floatTensors)
                    {
                        Assert.Equal(shape, file.Entry("f." + key).Shape.ToArray());
                        Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), file.ReadFloats("f." + key).Select(BitConverter.SingleToInt32Bits));
                    }

                    foreach (var (key, (shape, values)) in longTensors)
                    {
                        Assert.Equal(shape, file.Entry("i." + key).Shape.ToArray());
                        Assert.Equal(values, file.ReadIntegers("i." + key));
                    }
                },
                iter: 200,
                threads: 1);
    }

    [Fact]
    public void A_tensor_longer_than_one_piece_is_read_back()
    {
        var values = Enumerable.Range(0, 100_003).Select(i => (float)i).ToArray();
        SafetensorsWriter.Write(Target, [("long", Tensor.From(values, 100_003))]);

        using var file = SafetensorsFile.Open(Target);
        Assert.Equal(values, file.ReadFloats("long"));
    }

    [Fact]
    public void A_scalar_has_no_axes()
    {
        SafetensorsWriter.Write(Target, [("loss", [], new float[] { 0.25f })]);

        using var file = SafetensorsFile.Open(Target);
        Assert.True(file.Contains("loss"));
        Assert.Equal(0, file.Entry("loss").Shape.Length);
        Assert.Equal([0.25f], file.ReadFloats("loss"));
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        SafetensorsWriter.Write(Target, [SavedTensor.Of("b", [1], new float[] { 1 }), SavedTensor.Of("a", [1, 1], new long[] { 2 })], new Dictionary<string, string> { ["format"] = "pt" });

        const string Json =
            """{"__metadata__":{"format":"pt"},"a":{"dtype":"I64","shape":[1,1],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""";
        var padded = Json.PadRight((Json.Length + 7) / 8 * 8);
        Assert.Equal(
            [(byte)padded.Length, 0, 0, 0, 0, 0, 0, 0, .. System.Text.Encoding.UTF8.GetBytes(padded), 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3F],
            File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_name_given_twice_is_refused_and_nothing_is_written()
    {
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(Target, [("a", Tensor.Zeros(1)), ("a", Tensor.Zeros(2))]));
        Assert.Empty(folder.Names);
    }

    [Theory]
    [InlineData("F16", "003C 00C0 0100 007C", new[] { 1f, -2f, 5.9604645e-8f, float.PositiveInfinity })]
    [InlineData("BF16", "803F 00C0 4940 807F", new[] { 1f, -2f, 3.140625f, float.PositiveInfinity })]
    [InlineData("F64", "000000000000F03F 9A9999999999B93F", new[] { 1f, 0.1f })]
    public void Other_float_types_become_float32(string dtype, string hex, float[] expected)
    {
        RawSafetensors.WriteVector(Target, dtype, expected.Length, Convert.FromHexString(hex.Replace(" ", "")));

        using var file = SafetensorsFile.Open(Target);
        Assert.Equal(expected, file.ReadFloats("x"));
    }

    [Theory]
    [InlineData("I64", "FEFFFFFFFFFFFFFF 0300000000000000", new[] { -2, 3 })]
    [InlineData("I32", "FEFFFFFF 03000000", new[] { -2, 3 })]
    [InlineData("U8", "FE 03", new[] { 254, 3 })]
    [InlineData("BOOL", "01 00", new[] { 1, 0 })]
    public void Integer_types_become_int64_or_int32(string dtype, string hex, int[] expected)
    {
        RawSafetensors.WriteVector(Target, dtype, expected.Length, Convert.FromHexString(hex.Replace(" ", "")));

        using var file = SafetensorsFile.Open(Target);
        Assert.Equal(expected, file.ReadInt32("x"));
        Assert.Equal(expected.Select(value => (long)value), file.ReadIntegers("x"));
    }
}
