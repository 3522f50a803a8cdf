using Heed.Checkpoints;

namespace Heed.Layers;

/// <summary>Parameters to and from model.safetensors.</summary>
public static class Checkpoint
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "model.safetensors";

    /// <summary>Writes all parameters under their names, so that Python's transformers opens them.</summary>
    public static void Save(string directory, ParameterSet parameters) => SafetensorsWriter.Write(
        Path.Combine(directory, FileName),
        parameters.All.Select(parameter => (parameter.Key, parameter.Value)),
        new Dictionary<string, string> { ["format"] = "pt" });

    /// <summary>Makes a model whose parameters are those of the folder's model.safetensors.</summary>
    /// <param name="directory">The model folder.</param>
    /// <param name="create">Makes the model, which asks the set for its parameters.</param>
    /// <exception cref="InvalidInputException">The file is missing, broken, or does not fit the model.</exception>
    public static TModel Load<TModel>(string directory, Func<ParameterSet, TModel> create)
    {
        using var file = SafetensorsFile.Open(Path.Combine(directory, FileName));
        var parameters = new ParameterSet(file);
        var model = create(parameters);
        parameters.RequireAllUsed();
        return model;
    }
}
