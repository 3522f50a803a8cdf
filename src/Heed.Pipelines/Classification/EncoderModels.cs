using System.Text.Json.Nodes;
using Heed.Layers;
using Heed.Models;

namespace Heed.Pipelines.Classification;

/// <summary>The encoder families as one: a plan in, the two models and their configuration out.</summary>
internal static class EncoderModels
{
    public static JsonObject Config(TextClassifierPlan plan, int vocabSize, int classId, int separatorId) => plan.Family == EncoderFamily.Bert
        ? Bert(plan, vocabSize).ToJson()
        : ModernBert(plan, vocabSize, classId, separatorId).ToJson();

    public static ISequenceClassifierModel Classifier(TextClassifierPlan plan, int vocabSize, int numClasses, ParameterSet parameters) => plan.Family == EncoderFamily.Bert
        ? new BertForSequenceClassification(Bert(plan, vocabSize), numClasses, parameters)
        : new ModernBertForSequenceClassification(ModernBert(plan, vocabSize, 0, 0), numClasses, parameters);

    public static IMaskedLanguageModel LanguageModel(TextClassifierPlan plan, int vocabSize, ParameterSet parameters) => plan.Family == EncoderFamily.Bert
        ? new BertForMaskedLanguageModeling(Bert(plan, vocabSize), parameters)
        : new ModernBertForMaskedLanguageModeling(ModernBert(plan, vocabSize, 0, 0), parameters);

    /// <summary>Whether a config.json of this model_type describes a model of texts.</summary>
    public static bool Knows(string modelType) => modelType is "bert" or "modernbert";

    /// <summary>The classifier that a config.json describes.</summary>
    /// <exception cref="InvalidInputException">Another kind of model.</exception>
    public static ISequenceClassifierModel Classifier(ModelConfigFile file, int numClasses, ParameterSet parameters) => file.ModelType switch
    {
        "bert" => new BertForSequenceClassification(BertConfig.Read(file), numClasses, parameters),
        "modernbert" => new ModernBertForSequenceClassification(ModernBertConfig.Read(file), numClasses, parameters),
        _ => throw new InvalidInputException($"{file.Path}: \"model_type\" is \"{file.ModelType}\"; expected \"bert\" or \"modernbert\"."),
    };

    private static BertConfig Bert(TextClassifierPlan plan, int vocabSize) => new()
    {
        VocabSize = vocabSize,
        ModelDim = plan.ModelDim,
        NumLayers = plan.NumLayers,
        NumHeads = plan.NumHeads,
        HiddenDim = plan.HiddenDim,
        MaxPositions = plan.MaxLength,
        HiddenDropout = plan.Dropout,
        AttentionDropout = plan.Dropout,
    };

    private static ModernBertConfig ModernBert(TextClassifierPlan plan, int vocabSize, int classId, int separatorId) => new()
    {
        VocabSize = vocabSize,
        ModelDim = plan.ModelDim,
        NumLayers = plan.NumLayers,
        NumHeads = plan.NumHeads,
        HiddenDim = plan.HiddenDim,
        MaxPositions = plan.MaxLength,
        EmbeddingDropout = plan.Dropout,
        AttentionDropout = plan.Dropout,
        FeedForwardDropout = plan.Dropout,
        ClassifierDropout = plan.Dropout,
        ClassTokenId = classId,
        SeparatorTokenId = separatorId,
    };
}
