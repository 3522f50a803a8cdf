using System.Text.Json;
using Heed.Autograd;

namespace Heed.Tests.Data;

/// <summary>A file of this folder: named arrays, and the numbers they were made with.</summary>
internal sealed class Recorded
{
    private readonly JsonElement root;

    private Recorded(JsonElement root) => this.root = root;

    public static Recorded Open(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "Heed.Tests", "Data", name)));
        return new Recorded(document.RootElement.Clone());
    }

    public float Number(string name) => root.GetProperty(name).GetSingle();

    public string Text(string name) => root.GetProperty(name).GetRawText();

    public float[] Floats(string name) => [.. Of(name, "values").Select(value => value.GetSingle())];

    public int[] Integers(string name) => [.. Of(name, "values").Select(value => value.GetInt32())];

    public int[] Shape(string name) => [.. Of(name, "shape").Select(value => value.GetInt32())];

    /// <summary>An input to which a gradient flows.</summary>
    public Tensor Parameter(string name)
    {
        var tensor = Tensor.Parameter(Shape(name));
        Floats(name).CopyTo(tensor.Data);
        return tensor;
    }

    /// <summary>Demands an output within the tolerance that stands in the file.</summary>
    public void Check(string name, ReadOnlySpan<float> actual) => OperatorCase.Check(name, Floats(name), actual, root.GetProperty("tolerance").GetProperty(name).GetDouble());

    public void Check(string name, ReadOnlySpan<float> actual, double tolerance) => OperatorCase.Check(name, Floats(name), actual, tolerance);

    private JsonElement.ArrayEnumerator Of(string name, string part) => root.GetProperty("tensors").GetProperty(name).GetProperty(part).EnumerateArray();
}
