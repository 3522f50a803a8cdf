using Heed.Benchmarks.Measuring;
using Heed.Benchmarks.Memory;
using Heed.Benchmarks.Peers;

namespace Heed.Benchmarks.Training;

/// <summary>A model that is trained on one batch over and over.</summary>
internal sealed record TrainingCase : IMemoryCase
{
    public required string Name { get; init; }

    public required Work Work { get; init; }

    public Items? Items { get; init; }

    public required Func<TrainingContender> Heed { get; init; }

    /// <summary>Its ways by name; ONNX Runtime, as it is published, does not train.</summary>
    public required IReadOnlyDictionary<string, Func<TrainingContender>> Libtorch { get; init; }

    public Contender Make(string library, string form) => library == Libraries.Heed ? Heed() : Libtorch[form]();

    public Contest Prepare(int threads)
    {
        var heed = Heed();
        if (Libraries.Missing(Libraries.Libtorch) is not null)
        {
            heed.Run();
            return new Contest(heed, []);
        }

        var peers = new List<TrainingContender>();
        foreach (var make in Libtorch.Values)
        {
            var peer = make();
            TrainingCheck.Agree(Name, Heed(), peer);
            peers.Add(peer);
        }

        heed.Run();
        return new Contest(heed, peers);
    }
}
