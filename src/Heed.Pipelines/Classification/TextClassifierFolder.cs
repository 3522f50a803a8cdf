using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Checkpoints;
using Heed.Layers;
using Heed.Models;
using Heed.Pipelines.Evaluation;
using Heed.Pipelines.Tokenization;

namespace Heed.Pipelines.Classification;

/// <summary>A classifier as a folder of Hugging Face's layout.</summary>
internal static class TextClassifierFolder
{
    private const string BaselineFile = "baseline.bin";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static TextClassifier Load(string directory)
    {
        var config = ModelConfigFile.Open(directory);
        var labels = config.Labels();
        var model = Checkpoint.Load(directory, parameters => EncoderModels.Classifier(config, labels.Count, parameters));
        var tokenizer = TextTokenizer.Load(directory);
        var embeddings = config.Int("vocab_size", 1, int.MaxValue);
        if (tokenizer.VocabularySize > embeddings)
        {
            throw new InvalidInputException($"{directory}: the tokenizer has {tokenizer.VocabularySize} tokens; config.json has embeddings for {embeddings}.");
        }

        var baseline = Path.Combine(directory, BaselineFile);
        return new TextClassifier(model, config.ToJson(), tokenizer, new LabelSet(labels))
        {
            Baseline = File.Exists(baseline) ? NGramBaseline.Load(baseline) : null,
        };
    }

    public static void Save(string directory, TextClassifier classifier)
    {
        Folders.Create(directory);
        Checkpoint.Save(directory, classifier.Model.Parameters);
        classifier.Tokenizer.Save(directory);
        classifier.Baseline?.Save(Path.Combine(directory, BaselineFile));
        AtomicFile.WriteText(Path.Combine(directory, "config.json"), Config(classifier).ToJsonString(Indented) + "\n");
    }

    private static JsonObject Config(TextClassifier classifier)
    {
        var config = classifier.Config;
        var result = new JsonObject
        {
            ["architectures"] = new JsonArray(config["model_type"]!.GetValue<string>() == "bert" ? "BertForSequenceClassification" : "ModernBertForSequenceClassification"),
        };
        foreach (var (name, value) in config)
        {
            result[name] = value?.DeepClone();
        }

        result["id2label"] = new JsonObject(classifier.Labels.Select((label, i) => KeyValuePair.Create<string, JsonNode?>(i.ToString(), label)));
        result["label2id"] = new JsonObject(classifier.Labels.Select((label, i) => KeyValuePair.Create<string, JsonNode?>(label, i)));
        result["problem_type"] = "single_label_classification";
        result["torch_dtype"] = "float32";
        return result;
    }
}
