using Heed.Benchmarks.Models.Bert;
using Heed.Benchmarks.Models.Gpt2;

namespace Heed.Benchmarks.Models;

/// <summary>The models that are run forward.</summary>
internal static class ModelCases
{
    public static IReadOnlyList<ModelCase> All(bool isQuick) => [.. BertCases.All(isQuick), .. Gpt2Cases.All()];
}
