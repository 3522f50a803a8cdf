namespace Heed.Autograd;

/// <summary>
/// Keys for counter-based random numbers, made from what a number is for: a run's seed, a step, an example. The same purpose gives
/// the same key whenever and on whichever thread it is asked for.
/// </summary>
public static class RandomKey
{
    public static ulong Of(ulong seed, ulong first) => Mix(Mix(seed) ^ first);

    public static ulong Of(ulong seed, ulong first, ulong second) => Mix(Of(seed, first) ^ second);

    // SplitMix64's finaliser (Steele, Lea and Flood 2014): every input bit reaches every output bit.
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
