using Heed.Benchmarks.Measuring;
using Heed.Benchmarks.Memory;
using Heed.Benchmarks.Peers;

namespace Heed.Benchmarks.Models;

/// <summary>A model of given size over given inputs.</summary>
internal sealed record ModelCase : IMemoryCase
{
    public required string Name { get; init; }

    public required Work Work { get; init; }

    public Items? Items { get; init; }

    /// <summary>Everybody is run twice, and before that there are hundreds of megabytes of weights to be laid out for each: about two seconds.</summary>
    public double Effort => (6 * Work.Amount) + (Work.Bound == Ceiling.Arithmetic ? 200e9 : 20e9);

    public required Func<ModelContender> Heed { get; init; }

    /// <summary>The ways in which peers can do it.</summary>
    public required IReadOnlyList<PeerForm> Forms { get; init; }

    public Contender Make(string library, string form) =>
        library == Libraries.Heed ? Heed() : Forms.First(one => one.Library == library && one.Form == form).Make();

    public Contest Prepare(int threads)
    {
        var heed = Heed();
        heed.Run();
        var expected = heed.Output();
        var peers = new List<ModelContender>();
        foreach (var forms in Forms.Where(form => Libraries.Missing(form.Library) is null).GroupBy(form => form.Library))
        {
            var peer = PeerForm.Fastest([.. forms]).Make();
            peers.Add(peer);
            peer.Run();
            OutputCheck.Agree(Name, peer, expected);
        }

        return new Contest(heed, peers)
        {
            Remark = string.Join("; ", peers.Where(peer => peer.Form.Length > 0).Select(peer => $"{peer.Library}: {peer.Form}")),
        };
    }
}
