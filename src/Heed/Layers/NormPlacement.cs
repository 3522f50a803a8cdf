namespace Heed.Layers;

/// <summary>Where a block normalises.</summary>
public enum NormPlacement
{
    /// <summary>After the residual sum, as in the original transformer and BERT.</summary>
    Post,

    /// <summary>Before each sub-layer, inside the residual branch, as in GPT-2 and ViT (Xiong et al. 2020).</summary>
    Pre,
}
