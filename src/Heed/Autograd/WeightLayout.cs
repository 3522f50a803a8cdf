namespace Heed.Autograd;

/// <summary>Which axis of a linear layer's weight is the first.</summary>
public enum WeightLayout
{
    /// <summary>[outputDim, inputDim], as PyTorch's nn.Linear stores it.</summary>
    OutputByInput,

    /// <summary>[inputDim, outputDim], as GPT-2's checkpoints have it (Hugging Face's Conv1D).</summary>
    InputByOutput,
}
