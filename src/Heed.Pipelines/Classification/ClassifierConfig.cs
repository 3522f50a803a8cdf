using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Checkpoints;

namespace Heed.Pipelines.Classification;

/// <summary>config.json of a classifier in Hugging Face's layout.</summary>
internal static class ClassifierConfig
{
    /// <summary>How JSON files of a model folder are written.</summary>
    public static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true };

    /// <param name="directory">The model folder.</param>
    /// <param name="architecture">Name of the class in transformers.</param>
    /// <param name="model">The entries that describe the encoder.</param>
    /// <param name="labels">Names of the classes.</param>
    public static void Write(string directory, string architecture, JsonObject model, IReadOnlyList<string> labels)
    {
        var result = new JsonObject { ["architectures"] = new JsonArray(architecture) };
        foreach (var (name, value) in model)
        {
            result[name] = value?.DeepClone();
        }

        result["id2label"] = new JsonObject(labels.Select((label, i) => KeyValuePair.Create<string, JsonNode?>(i.ToString(), label)));
        result["label2id"] = new JsonObject(labels.Select((label, i) => KeyValuePair.Create<string, JsonNode?>(label, i)));
        result["problem_type"] = "single_label_classification";
        result["torch_dtype"] = "float32";
        AtomicFile.WriteText(Path.Combine(directory, "config.json"), result.ToJsonString(Indented) + "\n");
    }
}
