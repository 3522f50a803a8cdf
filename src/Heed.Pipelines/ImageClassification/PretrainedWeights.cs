using Heed.Attention.Positions;
using Heed.Autograd;
using Heed.Checkpoints;
using Heed.Kernels;
using Heed.Layers;

namespace Heed.Pipelines.ImageClassification;

/// <summary>The weights of a trained model for a model of the same blocks: another grid of positions, other classes.</summary>
/// <param name="file">The weights.</param>
/// <param name="family">Its model_type: before the names of a classifier's backbone, not before those of the backbone alone.</param>
/// <param name="labels">The classes it knows.</param>
internal sealed class PretrainedWeights(SafetensorsFile file, string family, IReadOnlyList<string> labels)
{
    /// <summary>Rows and columns of patches of the trained model.</summary>
    public required GridSize From { get; init; }

    /// <summary>Rows and columns of patches of the new model.</summary>
    public required GridSize To { get; init; }

    /// <summary>How positions are resized.</summary>
    public required GridResampling Resampling { get; init; }

    /// <summary>Fills the parameters of a new model; the rows of classes that the trained one does not know stay as they are.</summary>
    /// <exception cref="InvalidInputException">A tensor is missing, or belongs to another model.</exception>
    public void CopyTo(ParameterSet parameters, IReadOnlyList<string> newLabels)
    {
        foreach (var (name, parameter) in parameters.All)
        {
            if (name.Split('.')[0].EndsWith("classifier", StringComparison.Ordinal))
            {
                CopyClasses(name, parameter, newLabels);
            }
            else
            {
                Copy(NameInFile(name), parameter);
            }
        }
    }

    private string NameInFile(string name) =>
        !file.Contains(name) && name.StartsWith(family + ".", StringComparison.Ordinal) && file.Contains(name[(family.Length + 1)..]) ? name[(family.Length + 1)..] : name;

    private void Copy(string name, Tensor parameter)
    {
        var shape = file.Entry(name).Shape;
        if (shape.SequenceEqual(parameter.Shape))
        {
            file.ReadFloats(name, parameter.Data);
        }
        else if (name.EndsWith("position_embeddings", StringComparison.Ordinal) && AreResizable(shape, parameter.Shape))
        {
            PositionGrid.Resize(Tensor.From(file.ReadFloats(name), shape[^2..]), From, To, Resampling).Data.CopyTo(parameter.Data);
        }
        else
        {
            throw new InvalidInputException($"{file.Path}: tensor \"{name}\" has the shape {Describe(shape)}; the model that is trained makes it {Describe(parameter.Shape)}.");
        }
    }

    // [..., numPrefixTokens + numPatches, dim]
    private bool AreResizable(ReadOnlySpan<int> shape, ReadOnlySpan<int> wanted) =>
        shape.Length >= 2 && shape.Length == wanted.Length && shape[^1] == wanted[^1] && shape[..^2].SequenceEqual(wanted[..^2])
        && shape[^2] >= From.Count && shape[^2] - From.Count == wanted[^2] - To.Count;

    // [numClasses, dim] or [numClasses], a row a class.
    private void CopyClasses(string name, Tensor parameter, IReadOnlyList<string> newLabels)
    {
        if (!file.Contains(name) || file.Entry(name).Shape is var shape && (shape.Length != parameter.Shape.Length || shape[0] != labels.Count || !shape[1..].SequenceEqual(parameter.Shape[1..])))
        {
            return;
        }

        var rowLength = parameter.Length / newLabels.Count;
        var rows = file.ReadFloats(name);
        for (var label = 0; label < newLabels.Count; label++)
        {
            for (var known = 0; known < labels.Count; known++)
            {
                if (labels[known] == newLabels[label])
                {
                    rows.AsSpan(known * rowLength, rowLength).CopyTo(parameter.Data.Slice(label * rowLength, rowLength));
                }
            }
        }
    }

    private static string Describe(ReadOnlySpan<int> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
