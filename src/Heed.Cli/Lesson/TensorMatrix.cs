using Heed.Autograd;
using Heed.Figures.Lesson;

namespace Heed.Cli.Lesson;

/// <summary>Tensors as the pictures take them.</summary>
internal static class TensorMatrix
{
    public static Matrix ToMatrix(this Tensor tensor) => new(tensor.Rows, tensor.Columns, tensor.Data);

    /// <summary>softmax of each row.</summary>
    public static float[] Probabilities(Tensor logits) => Op.Softmax(logits).Data.ToArray();
}
