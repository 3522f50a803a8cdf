namespace Heed.Kernels;

/// <summary>Which dimensions of a head turn together. One is the other with the columns in another order, but weights are trained for one of them.</summary>
public enum RotaryLayout
{
    /// <summary>i and i + headDim / 2 ("rotate_half"): GPT-NeoX, Llama in Hugging Face's weights, Qwen, ModernBERT.</summary>
    Halves,

    /// <summary>2i and 2i + 1: the paper's own (Su et al. 2021, equation 15), GPT-J, Llama in Meta's weights.</summary>
    Interleaved,
}
