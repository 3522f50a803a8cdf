using System.Text.Json;
using Heed.Autograd;
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

    [ThreadStatic]
    private static HashSet<string>? counted;

    /// <summary>
    /// Runs a check over the operator cases of one name, every one of them, and then says which of them failed. A check that leaves an
    /// output of its case uncompared fails as well.
    /// </summary>
    public static void Each(string op, Action<OperatorCase> check) => Each(op, _ => true, check);

    /// <summary>The same over the cases that <paramref name="chosen"/> names.</summary>
    public static void Each(string op, Func<OperatorCase, bool> chosen, Action<OperatorCase> check)
    {
        if (counted is not null)
        {
            counted.UnionWith(Operator(op).Where(chosen).Select(golden => golden.Id));
            return;
        }

        EachInPart(op, chosen, golden =>
        {
            check(golden);
            Assert.True(golden.Uncompared.Count == 0, $"nothing was compared with {string.Join(", ", golden.Uncompared)}");
        });
    }

    /// <summary>As <see cref="Each(string, Action{OperatorCase})"/>, for a check that looks at some of a case's outputs; another test looks at them all.</summary>
    public static void EachInPart(string op, Func<OperatorCase, bool> chosen, Action<OperatorCase> check)
    {
        if (counted is not null)
        {
            return;
        }

        var cases = Operator(op).Where(chosen).ToList();
        Assert.NotEmpty(cases);
        var failures = new List<string>();
        foreach (var golden in cases)
        {
            try
            {
                check(golden);
            }
            catch (Exception error)
            {
                failures.Add($"{golden.Id}: {error.Message}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {cases.Count} cases of {op}:\n{string.Join('\n', failures)}");
    }

    /// <summary>The cases that a test would run through <see cref="Each(string, Action{OperatorCase})"/>; none of them is run.</summary>
    public static IReadOnlySet<string> CountedBy(Action test)
    {
        counted = [];
        try
        {
            test();
            return counted;
        }
        finally
        {
            counted = null;
        }
    }

    /// <summary>The operator cases whose name of an operation is <paramref name="op"/>, with the tensors they speak of.</summary>
    public static IEnumerable<OperatorCase> Operator(string op) => Operators().Where(golden => golden.Operation == op);

    /// <summary>All operator cases.</summary>
    public static IEnumerable<OperatorCase> Operators()
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(PathOf("ops", "index.json")));
        foreach (var @case in index.RootElement.GetProperty("cases").EnumerateArray())
        {
            yield return new OperatorCase(@case.Clone());
        }
    }
}

/// <summary>One case of ops/index.json.</summary>
internal sealed class OperatorCase(JsonElement json)
{
    private readonly HashSet<string> loaded = [];

    public string Id => json.GetProperty("id").GetString()!;

    /// <summary>What it is a case of.</summary>
    public string Operation => json.GetProperty("op").GetString()!;

    public JsonElement Parameters => json.GetProperty("params");

    public double Parameter(string name, double otherwise = double.NaN) =>
        Parameters.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : otherwise;

    public bool Has(string output) => json.GetProperty("outputs").TryGetProperty(output, out _);

    public bool Flag(string name) => Parameters.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public bool HasInput(string input) => json.GetProperty("inputs").TryGetProperty(input, out _);

    /// <summary>Whether an input is of numbers, not of booleans or ids.</summary>
    public bool IsOfNumbers(string input) => json.GetProperty("inputs").GetProperty(input).GetProperty("dtype").GetString()!.StartsWith("float", StringComparison.Ordinal);

    public IEnumerable<string> Inputs => json.GetProperty("inputs").EnumerateObject().Select(input => input.Name);

    /// <summary>The outputs that nobody has asked for yet.</summary>
    public IReadOnlyList<string> Uncompared =>
        [.. json.GetProperty("outputs").EnumerateObject().Select(output => output.Name.Split('@')[0]).Distinct().Where(output => !loaded.Contains(output))];

    /// <summary>How far an output may be from the reference.</summary>
    public double Tolerance(string output) => json.GetProperty("outputs").GetProperty(output).GetProperty("atol").GetDouble();

    /// <summary>An input or output; of an output the one computed in float64, where there is one.</summary>
    public float[] Read(string name) => Load(name, (file, tensor) => file.ReadFloats(tensor));

    public long[] ReadIntegers(string name) => Load(name, (file, tensor) => file.ReadIntegers(tensor));

    public int[] Shape(string name) => Load(name, (file, tensor) => file.Entry(tensor).Shape.ToArray());

    public byte[] ReadBytes(string name) => [.. ReadIntegers(name).Select(value => (byte)value)];

    public bool[] ReadBooleans(string name) => [.. ReadIntegers(name).Select(value => value != 0)];

    /// <summary>An input to which a gradient flows.</summary>
    public Tensor Tensor(string name)
    {
        var tensor = Heed.Autograd.Tensor.Parameter(Shape(name));
        Read(name).CopyTo(tensor.Data);
        return tensor;
    }

    /// <summary>Demands an output within its own tolerance.</summary>
    public void Check(string output, ReadOnlySpan<float> actual) => Check(output, Read(output), actual, Tolerance(output));

    /// <summary>The same, where zeros are wanted for what PyTorch has NaN: a softmax over nothing.</summary>
    public void CheckZerosForNaN(string output, ReadOnlySpan<float> actual) =>
        Check(output, [.. Read(output).Select(value => float.IsNaN(value) ? 0 : value)], actual, Tolerance(output));

    /// <summary>Says of outputs that there is nothing to learn from comparing them.</summary>
    public void Leave(params ReadOnlySpan<string> outputs) => loaded.UnionWith(outputs.ToArray());

    public static void Check(string output, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                expected[i].Equals(actual[i]) || Math.Abs((double)expected[i] - actual[i]) <= tolerance,
                $"{output}[{i}] is {actual[i]}, not {expected[i]} within {tolerance}");
        }
    }

    private T Load<T>(string name, Func<SafetensorsFile, string, T> read)
    {
        loaded.Add(name);
        using var file = Goldens.Open("ops", json.GetProperty("file").GetString()!);
        var tensor = $"{Id}/{name}";
        return read(file, file.Contains(tensor + "@f64") ? tensor + "@f64" : tensor);
    }
}
