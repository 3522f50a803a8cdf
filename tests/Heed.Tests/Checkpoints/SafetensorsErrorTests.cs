using CsCheck;
using Heed.Checkpoints;

namespace Heed.Tests.Checkpoints;

public sealed class SafetensorsErrorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Target => folder.File("model.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Equal($"There is no file {Target}, where a safetensors file was expected.", MessageOfOpening());

    [Fact]
    public void A_folder_is_said_to_be_one()
    {
        Directory.CreateDirectory(Target);
        Assert.Equal($"{Target} is a folder, where a safetensors file was expected.", MessageOfOpening());
    }

    [Fact]
    public void An_empty_file_is_said_to_be_empty()
    {
        File.WriteAllBytes(Target, []);
        Assert.Equal($"{Target} is empty, where a safetensors file was expected.", MessageOfOpening());
    }

    [Theory]
    [InlineData("504B0304140000000800", "a ZIP archive, perhaps a PyTorch file to be saved again with safe_serialization=True")]
    [InlineData("80028A0A6CFC9C46F920", "a Python pickle, perhaps a PyTorch file to be saved again with safe_serialization=True")]
    [InlineData("894844460D0A1A0A0000", "an HDF5 file, perhaps Keras weights")]
    [InlineData("76657273696F6E2068747470733A2F2F6769742D6C6673", "a Git LFS pointer, whose content is still to be fetched with `git lfs pull`")]
    [InlineData("3C21444F43545950452068746D6C3E", "an HTML or XML page, perhaps of a failed download")]
    [InlineData("7B226D6F64656C5F74797065223A", "a JSON text")]
    public void A_foreign_file_is_recognised(string hex, string format)
    {
        File.WriteAllBytes(Target, Convert.FromHexString(hex));
        Assert.Equal($"{Target} is {format}, where a safetensors file was expected.", MessageOfOpening());
    }

    [Theory]
    [InlineData("01")]
    [InlineData("4000000000000000")]
    [InlineData("746578742066696C65206F6620736F6D65206B696E64")]
    public void A_file_of_anything_else_is_none(string hex)
    {
        File.WriteAllBytes(Target, Convert.FromHexString(hex));
        Assert.Equal($"{Target} is no safetensors file: it does not begin with the length of a JSON header and the header.", MessageOfOpening());
    }

    [Theory]
    [InlineData(1UL << 60)]
    [InlineData(ulong.MaxValue)]
    [InlineData(99_000_000UL)]
    public void A_header_longer_than_the_file_is_refused_without_making_room_for_it(ulong announced)
    {
        RawSafetensors.Write(Target, "{}", new byte[100], announced);
        MessageOfOpening();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = MessageOfOpening();

        Assert.Equal($"{Target} is cut short or broken: its first 8 bytes announce a header of {announced} bytes, and the file has 110.", message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_file_cut_short_names_the_tensor_that_is_not_whole()
    {
        SafetensorsWriter.Write(Target, [("a", [2], new float[] { 1, 2 }), ("b", [3], new float[] { 1, 2, 3 })]);
        var bytes = File.ReadAllBytes(Target);
        File.WriteAllBytes(Target, bytes[..^1]);

        Assert.Equal($"{Target} is cut short: tensor \"b\" should end at byte {bytes.Length} of the file, which has {bytes.Length - 1}.", MessageOfOpening());
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "\"x\" has 4 bytes, where 8 were expected for F32 [2].")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", "\"x\" has a shape beyond all memory.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[65536,65536,65536,65536],"data_offsets":[0,0]}}""", "\"x\" has a shape beyond all memory.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "\"x\" has a shape that is not a list of at most 32 whole numbers from 0 up.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "\"x\" has a shape that is not a list of at most 32 whole numbers from 0 up.")]
    [InlineData("""{"x":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", "\"x\" has no list as shape.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "\"x\" lacks a dtype, a shape or two rising data_offsets.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1]}}""", "\"x\" lacks a dtype, a shape or two rising data_offsets.")]
    [InlineData("""{"x":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "\"x\" has \"dtype\" where dtype, shape and data_offsets were expected, once each.")]
    [InlineData("""{"x":{"dtype":"F4","shape":[1],"data_offsets":[0,4]}}""", "\"x\" has the dtype \"F4\", where F32, F16, BF16, F64 or an integer type was expected.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "\"x\" stands there twice, where every name was expected once.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[3,7]}}""", "\"y\" begins at byte 3 of the data, where 4 was expected, the end of the tensor before it.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "\"x\" begins at byte 4 of the data, where 0 was expected, the end of the tensor before it.")]
    [InlineData("""{"x":[]}""", "\"x\" has no object with dtype, shape and data_offsets.")]
    [InlineData("""{"__metadata__":{"epoch":3}}""", "\"__metadata__\" has something else than a text as \"epoch\".")]
    public void A_header_that_lies_is_refused(string header, string complaint)
    {
        RawSafetensors.Write(Target, header, new byte[8]);
        Assert.Equal($"{Target} has a broken header: {complaint}", MessageOfOpening());
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""")]
    [InlineData("""{} x""")]
    [InlineData("""{"\ud800":{}}""")]
    [InlineData("{\"\u00ff\":{}}")]
    [InlineData("""{"x":{"dtype":{"a":{"b":{"c":{"d":{"e":{"f":{"g":{}}}}}}}}}}""")]
    public void A_header_that_is_no_JSON_is_refused(string header)
    {
        RawSafetensors.Write(Target, header, new byte[8]);
        Assert.StartsWith($"{Target} has a broken header: ", MessageOfOpening(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_after_the_last_tensor_are_refused()
    {
        RawSafetensors.Write(Target, """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", new byte[9]);
        Assert.Equal($"{Target} has 9 bytes of data, where its header announces 4.", MessageOfOpening());
    }

    [Fact]
    public void Asking_for_what_is_not_there_says_what_was_found()
    {
        SafetensorsWriter.Write(Target, [SavedTensor.Of("weight", [2, 2], new float[4]), SavedTensor.Of("step", [1], new[] { 1L << 40 })]);
        using var file = SafetensorsFile.Open(Target);

        Assert.False(file.Contains("bias"));
        Assert.Equal($"{Target} has no tensor \"bias\" among its 2, of which the first is \"step\".", Message(() => file.ReadFloats("bias")));
        Assert.Equal($"{Target}: tensor \"weight\" has 4 values in [2, 2], where 3 were expected.", Message(() => file.ReadFloats("weight", new float[3])));
        Assert.Equal($"{Target}: tensor \"step\" is of type I64, where F32, F16, BF16 or F64 was expected.", Message(() => file.ReadFloats("step")));
        Assert.Equal($"{Target}: tensor \"weight\" is of type F32, where I64, I32, U8 or BOOL was expected.", Message(() => file.ReadIntegers("weight")));
        Assert.Equal($"{Target}: tensor \"step\" holds 1099511627776 at place 0, where a 32-bit number was expected.", Message(() => file.ReadInt32("step")));
    }

    [Fact]
    public void A_file_that_shrinks_while_it_is_open_is_noticed()
    {
        SafetensorsWriter.Write(Target, [("x", [2], new float[] { 1, 2 })]);
        using var file = SafetensorsFile.Open(Target);
        using (var other = new FileStream(Target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            other.SetLength(other.Length - 4);
        }

        Assert.Equal($"{Target} became shorter while it was read: tensor \"x\" is cut.", Message(() => file.ReadFloats("x")));
    }

    [Fact]
    public void Whatever_is_damaged_in_a_file_it_is_refused_or_read_and_memory_stays_small()
    {
        SafetensorsWriter.Write(
            Target,
            [SavedTensor.Of("layer.0.weight", [2, 3], new float[6]), SavedTensor.Of("layer.0.bias", [3], new float[3]), SavedTensor.Of("step", [], new long[1])],
            new Dictionary<string, string> { ["format"] = "pt" });
        var whole = File.ReadAllBytes(Target);
        var change = Gen.OneOf(
            Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, (at, value) => (Func<byte[], byte[]>)(bytes => [.. bytes[..Math.Min(at, bytes.Length)], value, .. bytes[Math.Min(at + 1, bytes.Length)..]])),
            Gen.Select(Gen.Int[8, 300], Gen.Char["0123456789[]{}\",:-e\\"], (at, value) => (Func<byte[], byte[]>)(bytes => [.. bytes[..Math.Min(at, bytes.Length)], (byte)value, .. bytes[Math.Min(at, bytes.Length)..]])),
            Gen.Int[0, whole.Length].Select(length => (Func<byte[], byte[]>)(bytes => bytes[..Math.Min(length, bytes.Length)])));
        change.Array[1, 4].Sample(
            changes =>
            {
                File.WriteAllBytes(Target, changes.Aggregate(whole, (bytes, next) => next(bytes)));
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    ReadEverything(Target);
                }
                catch (InvalidInputException)
                {
                }

                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
            },
            iter: 3000,
            threads: 1);
    }

    private static void ReadEverything(string path)
    {
        using var file = SafetensorsFile.Open(path);
        foreach (var entry in file.Entries)
        {
            if (entry.Dtype.StartsWith('F'))
            {
                file.ReadFloats(entry.Name);
            }
            else
            {
                file.ReadIntegers(entry.Name);
            }
        }
    }

    private string MessageOfOpening() => Message(() => SafetensorsFile.Open(Target).Dispose());

    private static string Message(Action action) => Assert.Throws<InvalidInputException>(action).Message;
}
