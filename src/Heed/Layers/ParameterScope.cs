using Heed.Autograd;

namespace Heed.Layers;

/// <summary>
/// A place in the tree of parameter names, such as <c>bert.encoder.layer.0</c>. Layers take their parameters from it, so that the
/// names in a model's code are the names in its checkpoint.
/// </summary>
public readonly struct ParameterScope
{
    private readonly ParameterSet set;
    private readonly string path;

    internal ParameterScope(ParameterSet set, string path)
    {
        this.set = set;
        this.path = path;
    }

    /// <summary>The scope below this one called <paramref name="name"/>.</summary>
    public ParameterScope this[string name] => new(set, Join(name));

    /// <summary>The scope of layer number <paramref name="index"/>.</summary>
    public ParameterScope this[int index] => this[index.ToString()];

    /// <summary>A parameter of this scope: new, or read from the checkpoint.</summary>
    /// <param name="name">Its own name, such as <c>weight</c>.</param>
    /// <param name="initial">How it starts if it is new.</param>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="ArgumentException">A parameter of that name exists.</exception>
    /// <exception cref="InvalidInputException">The checkpoint lacks it, or has it in another shape.</exception>
    public Tensor Parameter(string name, Initializer initial, params ReadOnlySpan<int> shape) => set.Create(Join(name), initial, shape);

    private string Join(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
