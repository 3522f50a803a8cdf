namespace Heed.Autograd;

/// <summary>
/// Where dropout's randomness comes from: a run's seed and the step. Every dropout of a step draws the next key, so the same
/// seed, step and program give the same masks on any number of threads.
/// </summary>
public sealed class DropoutSeed(ulong seed, ulong step)
{
    private ulong site;

    /// <summary>The key of the next dropout of this step.</summary>
    internal ulong NextKey() => Mix(Mix(Mix(seed) ^ step) ^ ++site);

    // SplitMix64's finaliser (Steele, Lea and Flood 2014): every input bit reaches every output bit.
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
