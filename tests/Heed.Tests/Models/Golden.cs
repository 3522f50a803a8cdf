using System.Text.Json.Nodes;
using Heed.Attention;
using Heed.Autograd;
using Heed.Checkpoints;
using Heed.Layers;
using Heed.Models;

namespace Heed.Tests.Models;

/// <summary>A model folder of the goldens: inputs, and what Hugging Face's transformers made of them.</summary>
internal sealed class Golden : IDisposable
{
    private readonly SafetensorsFile weights;
    private readonly SafetensorsFile expected;
    private readonly JsonNode meaning;

    public Golden(string name)
    {
        var folder = Repository.Shared("goldens", "models", name);
        Config = ModelConfigFile.Open(folder);
        weights = SafetensorsFile.Open(Path.Combine(folder, "model.safetensors"));
        expected = SafetensorsFile.Open(Path.Combine(folder, "expected.safetensors"));
        meaning = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!;
    }

    public ModelConfigFile Config { get; }

    public int[] Shape(string name) => expected.Entry(name).Shape.ToArray();

    public float[] Floats(string name) => expected.ReadFloats(name);

    public int[] Integers(string name) => expected.ReadInt32(name);

    public bool Has(string name) => expected.Contains(name);

    /// <summary>The token that ends a generated sequence; null if none does.</summary>
    public int? EndTokenOf(string generation) =>
        meaning["spec"]!["extras"]!.AsArray().Single(extra => (string?)extra!["prefix"] == generation)!["eos_token_id"]?.GetValue<int>();

    public ICausalLanguageModel CausalLanguageModel()
    {
        var model = CausalLanguageModels.Create(Config);
        LoadInto(model.Parameters);
        return model;
    }

    public void LoadInto(ParameterSet parameters)
    {
        Assert.Equal(weights.Entries.Select(e => e.Name).Order(StringComparer.Ordinal), parameters.Names.Order(StringComparer.Ordinal));
        foreach (var (name, parameter) in parameters.All)
        {
            Assert.Equal(weights.Entry(name).Shape.ToArray(), parameter.Shape.ToArray());
            weights.ReadFloats(name, parameter.Data);
        }
    }

    /// <summary>The batch as it is in the file: padded, with a mask that hides the pads.</summary>
    public TokenBatch Padded()
    {
        var shape = Shape("input_ids");
        return new TokenBatch(
            Integers("input_ids"),
            Sequences.Uniform(shape[0], shape[1]),
            Has("token_type_ids") ? Integers("token_type_ids") : null,
            AttentionMask.Keys([.. Integers("attention_mask").Select(visible => visible != 0)]));
    }

    /// <summary>The batch without its pads, and the row of the padded batch that each row came from.</summary>
    public (TokenBatch Batch, int[] Rows) Packed()
    {
        var shape = Shape("input_ids");
        var (ids, mask) = (Integers("input_ids"), Integers("attention_mask"));
        int[] rows = [.. Enumerable.Range(0, ids.Length).Where(row => mask[row] != 0)];
        int[] lengths = [.. Enumerable.Range(0, shape[0]).Select(i => mask.AsSpan(i * shape[1], shape[1]).Count(1))];
        int[]? types = Has("token_type_ids") ? Integers("token_type_ids") : null;
        return (new TokenBatch([.. rows.Select(row => ids[row])], Sequences.OfLengths(lengths), types is null ? null : [.. rows.Select(row => types[row])]), rows);
    }

    public void CheckOutput(string name, ReadOnlySpan<float> actual) => CheckOutput(name, Floats(name), actual);

    public static void CheckOutput(string name, ReadOnlySpan<float> reference, ReadOnlySpan<float> actual)
    {
        Assert.Equal(reference.Length, actual.Length);
        var tolerance = 1e-5f + (1e-5f * Largest(reference));
        for (var i = 0; i < actual.Length; i++)
        {
            Assert.True(Math.Abs(actual[i] - reference[i]) <= tolerance, $"{name}[{i}] is {actual[i]}, not {reference[i]} within {tolerance}");
        }
    }

    /// <summary>Every hidden state; those of a packed batch lack the pads.</summary>
    public void CheckHiddenStates(AttentionRecorder recorder, int[]? rows = null)
    {
        for (var i = 0; i < recorder.HiddenStates.Count; i++)
        {
            var name = $"hidden_states.{i}";
            CheckOutput(name, rows is null ? Floats(name) : RowsOf(name, rows), recorder.HiddenStates[i]);
        }

        Assert.False(Has($"hidden_states.{recorder.HiddenStates.Count}"), "a hidden state was not recorded");
    }

    public void CheckGradients(ParameterSet parameters)
    {
        string[] unused = [.. meaning["params_without_grad"]!.AsArray().Select(name => (string)name!)];
        Assert.All(unused, name => Assert.False(parameters[name].HasGradient, $"{name} takes no part and has a gradient"));
        foreach (var (name, parameter) in parameters.All.ExceptBy(unused, parameter => parameter.Key))
        {
            var reference = Floats($"grad.{name}");
            var tolerance = 2e-6f + (1e-4f * Largest(reference));
            for (var i = 0; i < reference.Length; i++)
            {
                Assert.True(
                    Math.Abs(parameter.Gradient[i] - reference[i]) <= tolerance,
                    $"grad.{name}[{i}] is {parameter.Gradient[i]}, not {reference[i]} within {tolerance}");
            }
        }
    }

    /// <summary>Every attention map, one layer after the other; in a packed batch the maps lack the pads.</summary>
    public void CheckAttentions(AttentionRecorder recorder, Sequences sequences, int[]? rows = null)
    {
        for (var layer = 0; layer < recorder.Layers.Count; layer++)
        {
            var name = $"attentions.{layer}";
            var (reference, shape) = (Floats(name), Shape(name));
            var (heads, length) = (shape[1], shape[2]);
            for (var sequence = 0; sequence < shape[0]; sequence++)
            {
                var kept = sequences.LengthOf(sequence);
                int[] places = rows is null
                    ? [.. Enumerable.Range(0, length)]
                    : [.. rows.AsSpan(sequences.Offsets[sequence], kept).ToArray().Select(row => row - (sequence * length))];
                var wanted = new List<float>();
                for (var head = 0; head < heads; head++)
                {
                    foreach (var query in places)
                    {
                        wanted.AddRange(places.Select(key => reference[(((((sequence * heads) + head) * length) + query) * length) + key]));
                    }
                }

                CheckOutput($"{name} of sequence {sequence}", wanted.ToArray(), recorder.Layers[layer].Sequences[sequence]);
            }
        }

        Assert.False(Has($"attentions.{recorder.Layers.Count}"), "a layer's attention was not recorded");
    }

    /// <summary>Rows of a [tokens, dim] output of the padded batch.</summary>
    public float[] RowsOf(string name, int[] rows)
    {
        var (values, dim) = (Floats(name), Shape(name)[^1]);
        return [.. rows.SelectMany(row => values.AsSpan(row * dim, dim).ToArray())];
    }

    public void Dispose()
    {
        weights.Dispose();
        expected.Dispose();
    }

    private static float Largest(ReadOnlySpan<float> values)
    {
        var largest = 0f;
        foreach (var value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }
}
