using Microsoft.Extensions.DependencyInjection;

namespace Heed.Pipelines.Classification;

/// <summary>A classifier as a service.</summary>
public static class TextClassifierServices
{
    /// <summary>
    /// Adds the <see cref="TextClassifier"/> of a model folder as a singleton: loaded when it is first asked for, safe from many
    /// threads.
    /// </summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="directory">The model folder.</param>
    public static IServiceCollection AddTextClassifier(this IServiceCollection services, string directory) =>
        services.AddSingleton(_ => TextClassifier.Load(directory));

    /// <summary>Adds the classifier of a folder under a key, beside others: <c>[FromKeyedServices("name")] TextClassifier</c>.</summary>
    public static IServiceCollection AddKeyedTextClassifier(this IServiceCollection services, object key, string directory) =>
        services.AddKeyedSingleton(key, (_, _) => TextClassifier.Load(directory));
}
