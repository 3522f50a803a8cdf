using Heed.Benchmarks.Measuring;

namespace Heed.Benchmarks.Models;

/// <summary>One way in which a peer can run a model.</summary>
/// <param name="Library">The peer.</param>
/// <param name="Form">The way, as its contender calls it.</param>
/// <param name="Make">The whole model.</param>
/// <param name="MakeShort">The same with a single layer, by which the ways of one peer are compared.</param>
internal sealed record PeerForm(string Library, string Form, Func<ModelContender> Make, Func<ModelContender> MakeShort)
{
    private static readonly Pacing Trial = new(TimeSpan.FromSeconds(2), TimeSpan.Zero, MostRounds: 5);

    /// <summary>The way of a peer that has one.</summary>
    public static PeerForm Only(string library, string form, Func<ModelContender> make) => new(library, form, make, make);

    /// <summary>The way whose short model is fastest.</summary>
    public static PeerForm Fastest(IReadOnlyList<PeerForm> forms)
    {
        if (forms.Count == 1)
        {
            return forms[0];
        }

        var contenders = forms.Select(form => form.MakeShort()).ToList();
        try
        {
            contenders.ForEach(contender => contender.Run());
            var times = Race.Run(contenders, Trial);
            return forms.Zip(times).MinBy(pair => pair.Second.Best).First;
        }
        finally
        {
            contenders.ForEach(contender => contender.Dispose());
        }
    }
}
