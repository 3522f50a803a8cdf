using System.Diagnostics.CodeAnalysis;
using Heed.Autograd;
using Heed.Checkpoints;

namespace Heed.Layers;

/// <summary>
/// The parameters of a model by name, in the order in which its layers asked for them. Names are those of the checkpoint.
/// </summary>
public sealed class ParameterSet
{
    // Old versions of Hugging Face's transformers saved these constants along: positions, and GPT-2's causal mask.
    private static readonly string[] Constants = ["position_ids", ".attn.bias", ".attn.masked_bias"];

    private readonly List<string> names = [];
    private readonly Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal);

    private readonly ulong seed;
    private readonly SafetensorsFile? file;

    /// <summary>New parameters.</summary>
    /// <param name="seed">Seed of the initial values: each depends on the seed and its parameter's name only.</param>
    public ParameterSet(ulong seed = 0) => this.seed = seed;

    /// <summary>
    /// Parameters of a checkpoint: each is looked up, its shape compared and its values read when a layer asks for it, so that
    /// nothing is allocated that the file does not hold.
    /// </summary>
    public ParameterSet(SafetensorsFile file) => this.file = file;

    /// <summary>Names in order.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Number of learned values.</summary>
    public long Count => tensors.Values.Sum(tensor => (long)tensor.Length);

    /// <summary>The parameter called <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Tensor this[string name] => tensors[name];

    /// <summary>All parameters, in order.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> All => names.Select(name => KeyValuePair.Create(name, tensors[name]));

    /// <summary>The top of the names' tree, from which a model takes its parameters.</summary>
    public ParameterScope Root => new(this, "");

    public bool TryGet(string name, [NotNullWhen(true)] out Tensor? tensor) => tensors.TryGetValue(name, out tensor);

    /// <summary>Forgets all gradients, as before each step of training.</summary>
    public void ClearGradients()
    {
        foreach (var tensor in tensors.Values)
        {
            tensor.ClearGradient();
        }
    }

    /// <summary>Demands that the checkpoint held nothing but what the model asked for.</summary>
    /// <exception cref="InvalidInputException">It has other tensors: it belongs to another model.</exception>
    public void RequireAllUsed()
    {
        if (file?.Entries.FirstOrDefault(entry => !tensors.ContainsKey(entry.Name) && !IsConstant(entry.Name)) is { } foreign)
        {
            throw new InvalidInputException($"{file.Path}: tensor \"{foreign.Name}\" has no place in this model; expected only what config.json describes.");
        }
    }

    /// <summary>Whether the parameters come from a checkpoint that has one of this name.</summary>
    internal bool IsInCheckpoint(string name) => file?.Contains(name) == true;

    internal Tensor Create(string name, Initializer initial, ReadOnlySpan<int> shape)
    {
        if (file is not null && !file.Entry(name).Shape.SequenceEqual(shape))
        {
            throw new InvalidInputException(
                $"{file.Path}: tensor \"{name}\" has the shape {Tensor.Describe(file.Entry(name).Shape)}; config.json makes it {Tensor.Describe(shape)}.");
        }

        var tensor = Tensor.Parameter(shape);
        if (file is null)
        {
            initial.Fill(tensor.Data, seed, name);
        }
        else
        {
            file.ReadFloats(name, tensor.Data);
        }

        tensors.Add(name, tensor);
        names.Add(name);
        return tensor;
    }

    private static bool IsConstant(string name) => Array.Exists(Constants, constant => name.EndsWith(constant, StringComparison.Ordinal));
}
