namespace Heed.Benchmarks.Models.Gpt2;

/// <summary>The names of GPT-2's layers, as Hugging Face's GPT2LMHeadModel has them.</summary>
/// <param name="Layer">Which block.</param>
internal readonly record struct Gpt2Names(int Layer)
{
    public const string Words = "transformer.wte.weight";
    public const string Positions = "transformer.wpe.weight";
    public const string LastNorm = "transformer.ln_f";

    public string AttentionNorm => $"{Block}.ln_1";

    public string QueryKeyValue => $"{Block}.attn.c_attn";

    public string Output => $"{Block}.attn.c_proj";

    public string FeedForwardNorm => $"{Block}.ln_2";

    public string Expand => $"{Block}.mlp.c_fc";

    public string Contract => $"{Block}.mlp.c_proj";

    private string Block => $"transformer.h.{Layer}";
}
