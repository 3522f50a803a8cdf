using System.Text.Json.Serialization;

namespace Heed.Pipelines.ImageClassification;

/// <summary>How it is told which patches a Vision Transformer went by; <c>docs/explaining-pictures.md</c> has the equations.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExplanationMethod>))]
public enum ExplanationMethod
{
    /// <summary>What the class token, or what the pooling reads, looks at in the last layer, on the mean of the heads (<see cref="Attention.Relevance.ReadoutAttention"/>).</summary>
    Attention,

    /// <summary>The weights of a sequence pooling, which take the place of a class token's last look.</summary>
    Pooling,

    /// <summary>Attention followed through all layers (<see cref="Attention.Relevance.AttentionRollout"/>).</summary>
    Rollout,

    /// <summary>The same, weighed by the gradient of the class (<see cref="Attention.Relevance.GradientRollout"/>).</summary>
    GradientRollout,

    /// <summary>Relevance for the class (<see cref="Attention.Relevance.ClassRelevance"/>).</summary>
    Relevance,
}
