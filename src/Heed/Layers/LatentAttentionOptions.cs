namespace Heed.Layers;

/// <summary>The numbers of <see cref="MultiHeadLatentAttention"/>; in brackets what DeepSeek-V2's config.json calls them.</summary>
public sealed record LatentAttentionOptions
{
    /// <summary>Width of the residual stream (hidden_size).</summary>
    public required int ModelDim { get; init; }

    /// <summary>Number of heads (num_attention_heads).</summary>
    public required int NumHeads { get; init; }

    /// <summary>Width of the part of a head's queries and keys that knows no position (qk_nope_head_dim).</summary>
    public required int HeadDim { get; init; }

    /// <summary>Width of the part that is turned by its position, even; its key is shared by all heads (qk_rope_head_dim).</summary>
    public required int RotaryDim { get; init; }

    /// <summary>Width of a head's values (v_head_dim).</summary>
    public required int ValueDim { get; init; }

    /// <summary>Width of the latent row that keys and values of all heads are made of (kv_lora_rank).</summary>
    public required int LatentDim { get; init; }

    /// <summary>Width of the latent row that queries are made of; null for queries straight from the input (q_lora_rank).</summary>
    public int? QueryLatentDim { get; init; }

    /// <summary>Base of the wave lengths of the rotary part (rope_theta).</summary>
    public float Theta { get; init; } = 10_000;

    /// <summary>Added to the mean square in the norms of the latent rows (rms_norm_eps).</summary>
    public float NormEpsilon { get; init; } = 1e-6f;

    /// <summary>Standard deviation of the initial weights (initializer_range).</summary>
    public float InitialDeviation { get; init; } = 0.02f;

    /// <summary>Numbers that a cache keeps of a token and layer: the latent row and the rotary key, LatentDim + RotaryDim.</summary>
    public int CachedNumbers => LatentDim + RotaryDim;

    /// <summary>Numbers that multi-head attention with the same heads would keep: NumHeads (HeadDim + RotaryDim + ValueDim).</summary>
    public int UncompressedNumbers => NumHeads * (HeadDim + RotaryDim + ValueDim);
}
