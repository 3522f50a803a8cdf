using System.CommandLine;
using Heed.Cli.Images;
using Heed.Cli.Options;
using Heed.Cli.Texts;
using Heed.Models;

namespace Heed.Cli.Kinds;

/// <summary>
/// A kind of model, and what the verbs that take --model do with it. A verb asks for the kind of the folder and calls the method of its
/// own name. A new kind is a class in <see cref="All"/>; a verb that it does not override is refused in one sentence.
/// </summary>
internal abstract class ModelKind
{
    private static readonly ModelKind[] All = [new TextModels(), new ImageModels()];

    /// <summary>What the model reads, such as "texts".</summary>
    protected abstract string Reads { get; }

    /// <summary>Options that mean nothing to models of other kinds.</summary>
    protected abstract IReadOnlyList<Option> OwnOptions { get; }

    /// <summary>The kind of the model that --model names.</summary>
    /// <exception cref="InvalidInputException">The folder holds no model of a known kind, or an option is for another kind.</exception>
    public static ModelKind Of(Invocation invocation)
    {
        var directory = invocation.Get(SharedOptions.Model);
        var kind = Array.Find(All, kind => kind.Owns(directory));
        if (kind is null)
        {
            var config = ModelConfigFile.Open(directory);
            throw new InvalidInputException(
                $"{config.Path}: \"model_type\" is \"{config.ModelType}\"; expected a classifier of texts (bert, modernbert) or of pictures (such as vit, deit, dinov2).");
        }

        foreach (var other in All.Where(other => other != kind))
        {
            if (other.OwnOptions.FirstOrDefault(invocation.IsGiven) is { } option)
            {
                throw new InvalidInputException($"{option.Name} is for models of {other.Reads}; {directory} is one of {kind.Reads}.");
            }
        }

        return kind;
    }

    public virtual int Evaluate(Invocation invocation) => throw Unable(invocation, "evaluate");

    public virtual Task<int> PredictAsync(Invocation invocation) => throw Unable(invocation, "predict");

    public virtual int Explain(Invocation invocation) => throw Unable(invocation, "explain");

    /// <summary>Whether a folder holds a model of this kind.</summary>
    /// <exception cref="InvalidInputException">There is no config.json, or it is broken.</exception>
    protected abstract bool Owns(string directory);

    private InvalidInputException Unable(Invocation invocation, string verb) =>
        new($"heed {verb} knows no models of {Reads}, and {invocation.Get(SharedOptions.Model)} is one.");
}
