using System.Text.Json;
using Heed.Checkpoints;

namespace Heed.Tests;

/// <summary>
/// Reference numbers of PyTorch and transformers in ../shared/goldens beside the repository. They are not part of it: tests
/// that need them are skipped in a checkout that stands alone.
/// </summary>
internal static class Goldens
{
    /// <summary>A golden file or folder; skips the test where there is none.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Repository.Shared(["goldens", .. parts]);

    public static SafetensorsFile Open(params ReadOnlySpan<string> parts) => SafetensorsFile.Open(PathOf(parts));

    /// <summary>The operator cases whose name of an operation is <paramref name="op"/>, with the tensors they speak of.</summary>
    public static IEnumerable<OperatorCase> Operator(string op)
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(PathOf("ops", "index.json")));
        foreach (var @case in index.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (@case.GetProperty("op").GetString() == op)
            {
                yield return new OperatorCase(@case.Clone());
            }
        }
    }
}

/// <summary>One case of ops/index.json.</summary>
internal sealed class OperatorCase(JsonElement json)
{
    public string Id => json.GetProperty("id").GetString()!;

    public JsonElement Parameters => json.GetProperty("params");

    public double Parameter(string name, double otherwise = double.NaN) =>
        Parameters.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : otherwise;

    public bool Has(string output) => json.GetProperty("outputs").TryGetProperty(output, out _);

    /// <summary>How far an output may be from the reference.</summary>
    public double Tolerance(string output) => json.GetProperty("outputs").GetProperty(output).GetProperty("atol").GetDouble();

    /// <summary>An input or output; of an output the one computed in float64, where there is one.</summary>
    public float[] Read(string name) => Load(name, (file, tensor) => file.ReadFloats(tensor));

    public long[] ReadIntegers(string name) => Load(name, (file, tensor) => file.ReadIntegers(tensor));

    public int[] Shape(string name) => Load(name, (file, tensor) => file.Entry(tensor).Shape.ToArray());

    private T Load<T>(string name, Func<SafetensorsFile, string, T> read)
    {
        using var file = Goldens.Open("ops", json.GetProperty("file").GetString()!);
        var tensor = $"{Id}/{name}";
        return read(file, file.Contains(tensor + "@f64") ? tensor + "@f64" : tensor);
    }
}
