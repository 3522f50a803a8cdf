using System.Text.Json;
using System.Text.Json.Nodes;

namespace Heed.Models;

/// <summary>A config.json, or another file of settings, of Hugging Face's layout. Every error names the file, the entry, what was found and what was expected.</summary>
public sealed class ModelConfigFile
{
    private const int MaxBytes = 16 << 20;
    private readonly JsonObject entries;

    private ModelConfigFile(string path, JsonObject entries) => (Path, this.entries) = (path, entries);

    public string Path { get; }

    /// <summary>model_type, such as bert.</summary>
    public string ModelType => Text("model_type", null);

    /// <summary>Name of the model's class in transformers, the first of architectures; null where none is named.</summary>
    public string? Architecture => entries["architectures"] switch
    {
        null or JsonArray { Count: 0 } => null,
        JsonArray names when names[0] is JsonValue first && first.TryGetValue<string>(out var name) => name,
        var node => throw Wrong("architectures", node, "a list of names"),
    };

    /// <summary>Opens a file of <paramref name="directory"/>.</summary>
    /// <param name="directory">A model folder.</param>
    /// <param name="name">Which of its files.</param>
    /// <exception cref="InvalidInputException">It is missing, too large or no JSON object.</exception>
    public static ModelConfigFile Open(string directory, string name = "config.json")
    {
        var path = System.IO.Path.Combine(directory, name);
        if (!File.Exists(path))
        {
            throw new InvalidInputException(Directory.Exists(directory)
                ? $"{directory}: no {name}; expected a model folder with config.json and model.safetensors{(name == "config.json" ? "" : $" and {name}")}."
                : $"{directory}: no such folder; expected a model folder with config.json and model.safetensors.");
        }

        if (new FileInfo(path).Length > MaxBytes)
        {
            throw new InvalidInputException($"{path}: larger than {MaxBytes >> 20} MiB; expected the configuration of a model.");
        }

        try
        {
            using var stream = File.OpenRead(path);
            return new ModelConfigFile(path, JsonNode.Parse(stream) as JsonObject ?? throw new InvalidInputException($"{path}: expected a JSON object."));
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"{path}: not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}; expected the configuration of a model.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidInputException($"{path}: may not be read; expected a readable file.", e);
        }
    }

    public bool Has(string name) => entries[name] is not null;

    /// <summary>The entries of an object in this one; null if there is none.</summary>
    public ModelConfigFile? Section(string name) =>
        entries[name] is not { } node ? null : node is JsonObject section ? new ModelConfigFile(Path, section) : throw Wrong(name, node, "an object");

    /// <summary>A copy of all entries.</summary>
    public JsonObject ToJson() => entries.DeepClone().AsObject();

    public int Int(string name, int min, int max, int? fallback = null)
    {
        if (entries[name] is not { } node)
        {
            return fallback ?? throw Missing(name, $"a whole number from {min} to {max}");
        }

        return node is JsonValue value && value.TryGetValue<int>(out var number) && number >= min && number <= max
            ? number
            : throw Wrong(name, node, $"a whole number from {min} to {max}");
    }

    /// <summary>A whole number that divides the entry <paramref name="of"/>.</summary>
    public int Divisor(string name, string of)
    {
        var whole = Int(of, 1, 65_536);
        var number = Int(name, 1, whole);
        return whole % number == 0 ? number : throw Wrong(name, entries[name]!, $"a divisor of {of} = {whole}");
    }

    /// <summary>Two whole numbers, or one that stands for both.</summary>
    public (int First, int Second) IntPair(string name, int min, int max, int fallback)
    {
        if (entries[name] is not JsonArray pair)
        {
            var both = Int(name, min, max, fallback);
            return (both, both);
        }

        return pair.Count == 2 && Element(0) is { } first && Element(1) is { } second
            ? (first, second)
            : throw Wrong(name, pair, $"one whole number from {min} to {max}, or two");

        int? Element(int index) => pair[index] is JsonValue value && value.TryGetValue<int>(out var number) && number >= min && number <= max ? number : null;
    }

    public float Float(string name, float fallback)
    {
        if (entries[name] is not { } node)
        {
            return fallback;
        }

        return node is JsonValue value && value.TryGetValue<float>(out var number) && float.IsFinite(number) ? number : throw Wrong(name, node, "a number");
    }

    public double Double(string name, double fallback)
    {
        if (entries[name] is not { } node)
        {
            return fallback;
        }

        return Number(node) ?? throw Wrong(name, node, "a number");
    }

    /// <summary>So many numbers.</summary>
    public IReadOnlyList<double> Doubles(string name, int count, IReadOnlyList<double> fallback)
    {
        if (entries[name] is not { } node)
        {
            return fallback;
        }

        return node is JsonArray list && list.Count == count && list.All(element => Number(element) is not null)
            ? [.. list.Select(element => Number(element)!.Value)]
            : throw Wrong(name, node, $"{count} numbers");
    }

    /// <summary>Whether the entry is a number rather than an object, a list or a text.</summary>
    public bool IsNumber(string name) => Number(entries[name]) is not null;

    /// <summary>A number in [0, 1).</summary>
    public float Rate(string name, float fallback)
    {
        var rate = Float(name, fallback);
        return rate is >= 0 and < 1 ? rate : throw Wrong(name, entries[name]!, "a rate from 0 to below 1");
    }

    public bool Flag(string name, bool fallback)
    {
        if (entries[name] is not { } node)
        {
            return fallback;
        }

        return node is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : throw Wrong(name, node, "true or false");
    }

    public string Text(string name, string? fallback)
    {
        if (entries[name] is not { } node)
        {
            return fallback ?? throw Missing(name, "a text");
        }

        return node is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw Wrong(name, node, "a text");
    }

    /// <summary>The value that the entry names; <paramref name="fallback"/> where there is no entry.</summary>
    public T OneOf<T>(string name, IReadOnlyDictionary<string, T> values, T fallback)
    {
        if (entries[name] is not { } node)
        {
            return fallback;
        }

        return values.TryGetValue(Text(name, null), out var value) ? value : throw Wrong(name, node, $"one of {string.Join(", ", values.Keys)}");
    }

    /// <summary>Demands that the entry, if it is there, has the one value that is supported.</summary>
    public void Require(string name, string value)
    {
        if (Text(name, value) != value)
        {
            throw Wrong(name, entries[name]!, $"\"{value}\", the one that is supported");
        }
    }

    /// <summary>The class names of id2label, in the order of their ids.</summary>
    public IReadOnlyList<string> Labels()
    {
        if (entries["id2label"] is not JsonObject byId)
        {
            throw Missing("id2label", "an object of class names by number");
        }

        var labels = new string[byId.Count];
        foreach (var (id, name) in byId)
        {
            if (!int.TryParse(id, out var index) || index < 0 || index >= labels.Length || name is not JsonValue value || !value.TryGetValue(out string? label))
            {
                throw Wrong("id2label", byId, $"one name for each number from 0 to {labels.Length - 1}");
            }

            labels[index] = label;
        }

        return labels.Length > 0 ? labels : throw Wrong("id2label", byId, "at least one class");
    }

    private static double? Number(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number) ? number : null;

    private InvalidInputException Missing(string name, string expected) => new($"{Path}: no \"{name}\"; expected {expected}.");

    private InvalidInputException Wrong(string name, JsonNode found, string expected)
    {
        var text = found.ToJsonString();
        return new InvalidInputException($"{Path}: \"{name}\" is {(text.Length > 60 ? text[..60] + "..." : text)}; expected {expected}.");
    }
}
