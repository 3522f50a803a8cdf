using System.Text.Json;
using Heed.Checkpoints;

namespace Heed.Tests.Checkpoints;

public sealed class SafetensorsGoldenTests
{
    [Fact]
    public void Every_file_that_the_reference_implementation_wrote_is_read()
    {
        var paths = Directory.GetFiles(Goldens.PathOf(), "*.safetensors", SearchOption.AllDirectories);
        Assert.NotEmpty(paths);
        foreach (var path in paths)
        {
            using var file = SafetensorsFile.Open(path);
            Assert.NotEmpty(file.Entries);
            foreach (var entry in file.Entries)
            {
                var count = entry.Dtype.StartsWith('F') ? file.ReadFloats(entry.Name).Length : file.ReadIntegers(entry.Name).Length;
                Assert.Equal(entry.Length, count);
            }
        }
    }

    [Fact]
    public void Operator_tensors_have_the_type_shape_and_largest_value_of_the_index()
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(Goldens.PathOf("ops", "index.json")));
        var checkedTensors = 0;
        foreach (var group in index.RootElement.GetProperty("cases").EnumerateArray().GroupBy(@case => @case.GetProperty("file").GetString()!))
        {
            using var file = Goldens.Open("ops", group.Key);
            foreach (var description in group.SelectMany(@case => (string[])["inputs", "outputs"], (@case, kind) => @case.GetProperty(kind)).SelectMany(kind => kind.EnumerateObject()).Select(pair => pair.Value))
            {
                var entry = file.Entry(description.GetProperty("tensor").GetString()!);
                Assert.Equal(description.GetProperty("shape").EnumerateArray().Select(axis => axis.GetInt32()), entry.Shape.ToArray());
                Assert.Equal(description.GetProperty("dtype").GetString() switch { "float32" => "F32", "int64" => "I64", "uint8" => "U8", var other => other }, entry.Dtype);
                if (entry.Dtype == "F32" && description.TryGetProperty("max_abs", out var maximum) && maximum.ValueKind == JsonValueKind.Number)
                {
                    var found = file.ReadFloats(entry.Name).Where(float.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
                    Assert.Equal(maximum.GetDouble(), found, 1e-5 * Math.Max(1, found));
                    checkedTensors++;
                }
            }
        }

        Assert.True(checkedTensors > 100);
    }

    [Fact]
    public void A_model_that_transformers_saved_is_written_again_byte_for_byte()
    {
        using var folder = new TemporaryFolder();
        foreach (var path in Directory.GetFiles(Goldens.PathOf("models"), "model.safetensors", SearchOption.AllDirectories))
        {
            using var original = SafetensorsFile.Open(path);
            var copy = folder.File("copy.safetensors");
            SafetensorsWriter.Write(
                copy,
                original.Entries.Reverse().Select(entry => (entry.Name, entry.Shape.ToArray(), (ReadOnlyMemory<float>)original.ReadFloats(entry.Name))),
                original.Metadata);

            Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(copy));
        }
    }
}
