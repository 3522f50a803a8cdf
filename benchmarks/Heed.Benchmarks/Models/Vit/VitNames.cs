namespace Heed.Benchmarks.Models.Vit;

/// <summary>The names of a Vision Transformer's layers, as Hugging Face's ViTForImageClassification has them.</summary>
/// <param name="Layer">Which block.</param>
internal readonly record struct VitNames(int Layer)
{
    public const string ClassToken = "vit.embeddings.cls_token";
    public const string Positions = "vit.embeddings.position_embeddings";
    public const string Patches = "vit.embeddings.patch_embeddings.projection";
    public const string LastNorm = "vit.layernorm";
    public const string Classifier = "classifier";

    public string AttentionNorm => $"{Block}.layernorm_before";

    public string Query => $"{Block}.attention.attention.query";

    public string Key => $"{Block}.attention.attention.key";

    public string Value => $"{Block}.attention.attention.value";

    public string Output => $"{Block}.attention.output.dense";

    public string FeedForwardNorm => $"{Block}.layernorm_after";

    public string Expand => $"{Block}.intermediate.dense";

    public string Contract => $"{Block}.output.dense";

    private string Block => $"vit.encoder.layer.{Layer}";
}
