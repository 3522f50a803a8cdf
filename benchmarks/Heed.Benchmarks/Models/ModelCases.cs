using Heed.Benchmarks.Models.Bert;
using Heed.Benchmarks.Models.Compact;
using Heed.Benchmarks.Models.Gpt2;
using Heed.Benchmarks.Models.Vit;

namespace Heed.Benchmarks.Models;

/// <summary>The models that are run forward.</summary>
internal static class ModelCases
{
    public static IReadOnlyList<ModelCase> All(bool isQuick) => [.. BertCases.All(isQuick), .. VitCases.All(), .. CompactCases.All(), .. Gpt2Cases.All()];
}
