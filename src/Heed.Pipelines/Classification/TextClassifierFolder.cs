using Heed.Layers;
using Heed.Models;
using Heed.Pipelines.Evaluation;
using Heed.Pipelines.Tokenization;

namespace Heed.Pipelines.Classification;

/// <summary>A classifier as a folder of Hugging Face's layout.</summary>
internal static class TextClassifierFolder
{
    private const string BaselineFile = "baseline.bin";

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
        var isBert = classifier.Config["model_type"]!.GetValue<string>() == "bert";
        ClassifierConfig.Write(
            directory, isBert ? "BertForSequenceClassification" : "ModernBertForSequenceClassification", classifier.Config, classifier.Labels);
    }
}
