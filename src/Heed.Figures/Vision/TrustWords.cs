using System.Globalization;

namespace Heed.Figures.Vision;

/// <summary>How many of the two tests a map has passed.</summary>
internal enum TrustVerdict
{
    Untested,
    WorseThanChance,
    NoBetterThanChance,
    OneOfTwo,
    Both,
}

/// <summary>
/// The scores of a map in words. A test is passed where no random order did as well. Deviations from their mean would be no measure: where
/// one patch decides, random orders scatter over all scores, and even a perfect map is not two deviations away.
/// </summary>
internal static class TrustWords
{
    public static TrustVerdict VerdictOf(RelevanceTrust? trust) => trust is null
        ? TrustVerdict.Untested
        : (DeletionPassed(trust), InsertionPassed(trust)) switch
        {
            (true, true) => TrustVerdict.Both,
            (false, false) when Fails(trust) => TrustVerdict.WorseThanChance,
            (false, false) => TrustVerdict.NoBetterThanChance,
            _ => TrustVerdict.OneOfTwo,
        };

    public static bool DeletionPassed(RelevanceTrust trust) => trust.Deletion < trust.RandomLowest;

    public static bool InsertionPassed(RelevanceTrust trust) => trust.Insertion > trust.RandomHighest;

    // Both tests speak for the opposite of the map.
    private static bool Fails(RelevanceTrust trust) => trust.Deletion > trust.RandomHighest && trust.Insertion < trust.RandomLowest;

    /// <summary>In a few words.</summary>
    public static string Short(RelevanceTrust? trust) => VerdictOf(trust) switch
    {
        TrustVerdict.Both => "passes both tests",
        TrustVerdict.OneOfTwo => DeletionPassed(trust!) ? "passes deletion only" : "passes insertion only",
        TrustVerdict.NoBetterThanChance => "no better than chance",
        TrustVerdict.WorseThanChance => "worse than chance",
        _ => "not tested",
    };

    /// <summary>For who has never heard of the tests.</summary>
    public static string Sentence(RelevanceTrust? trust, string label) => VerdictOf(trust) switch
    {
        TrustVerdict.Both =>
            $"The model does rely on what this map marks: with the marked patches covered it lets go of “{label}” sooner than with patches covered at random, and shown them first it finds “{label}” sooner.",
        TrustVerdict.OneOfTwo when DeletionPassed(trust!) =>
            $"Half a proof: with the marked patches covered the model lets go of “{label}” sooner than with patches covered at random, but shown them first it does not find “{label}” sooner.",
        TrustVerdict.OneOfTwo =>
            $"Half a proof: shown the marked patches first the model finds “{label}” sooner than shown random ones, but with them covered it does not let go of “{label}” sooner.",
        TrustVerdict.NoBetterThanChance =>
            $"Do not read a reason into this map: to cover or show the patches that it marks changes “{label}” no more than to take patches at random.",
        TrustVerdict.WorseThanChance =>
            $"Do not read a reason into this map: what it marks speaks against “{label}”. With it covered the model holds to “{label}” longer than with patches covered at random.",
        _ => "This map was not put to the test.",
    };

    public static string Deletion(RelevanceTrust trust) => $"deletion {Number(trust.Deletion)} (random {Number(trust.Random)})";

    public static string Insertion(RelevanceTrust trust) => $"insertion {Number(trust.Insertion)} (random {Number(trust.Random)})";

    /// <summary>What the tests are, in a sentence or two.</summary>
    public static string Explanation(string label) =>
        $"Deletion: the patches are covered with one colour, those of the largest relevance first; the score is the mean probability of “{label}” meanwhile, and low is good. "
        + "Insertion: all are covered, and those of the largest relevance are shown first; high is good. Random: the same with patches in random order.";

    /// <summary>How to read the two scores.</summary>
    public static string Brief(string label) =>
        $"Deletion: the mean probability of “{label}” while the patches of the largest relevance are covered first; low is good. Insertion: while they are shown first; high is good. In brackets: patches in random order.";

    public static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
