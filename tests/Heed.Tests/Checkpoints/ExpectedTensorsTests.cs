using Heed.Checkpoints;

namespace Heed.Tests.Checkpoints;

public sealed class ExpectedTensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SafetensorsFile file;

    public ExpectedTensorsTests()
    {
        var path = folder.File("model.safetensors");
        SafetensorsWriter.Write(path, [("embed.weight", [2, 3], new float[6]), ("head.weight", [1, 2], new float[2]), ("pooler.bias", [2], new float[2])]);
        file = SafetensorsFile.Open(path);
    }

    public void Dispose()
    {
        file.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void The_same_names_and_shapes_pass() =>
        ExpectedTensors.Check(file, [("head.weight", [1, 2]), ("pooler.bias", [2]), ("embed.weight", [2, 3])]);

    [Fact]
    public void All_differences_stand_in_one_sentence()
    {
        (string, int[])[] expected = [("embed.weight", [3, 2]), ("head.weight", [1, 2]), .. Enumerable.Range(0, 7).Select(i => ($"layer.{i}", (int[])[1]))];
        var exception = Assert.Throws<InvalidInputException>(() => ExpectedTensors.Check(file, expected));

        Assert.Equal(
            $"{file.Path} does not fit the model of 9 tensors: 7 missing (layer.0, layer.1, layer.2, layer.3, layer.4 and 2 more); "
            + "1 of another shape (embed.weight with [2, 3] in place of [3, 2]); 1 unexpected (pooler.bias).",
            exception.Message);
    }

    [Fact]
    public void What_may_be_missing_or_extra_is_let_pass()
    {
        ExpectedTensors.Check(
            file,
            [("embed.weight", [2, 3]), ("classifier.weight", [5])],
            mayBeMissing: name => name.StartsWith("classifier.", StringComparison.Ordinal),
            mayBeExtra: name => name is "head.weight" or "pooler.bias");
    }

    [Fact]
    public void A_missing_tensor_is_not_let_pass_because_another_one_may_be()
    {
        Assert.Throws<InvalidInputException>(() => ExpectedTensors.Check(
            file, [("embed.bias", [2])], mayBeMissing: name => name == "classifier.weight", mayBeExtra: _ => true));
    }
}
