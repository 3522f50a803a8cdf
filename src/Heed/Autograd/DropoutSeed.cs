namespace Heed.Autograd;

/// <summary>
/// Where dropout's randomness comes from: a run's seed and the step. Every dropout of a step draws the next key, so the same
/// seed, step and program give the same masks on any number of threads.
/// </summary>
public sealed class DropoutSeed(ulong seed, ulong step)
{
    private ulong site;

    /// <summary>The key of the next dropout of this step.</summary>
    internal ulong NextKey() => RandomKey.Of(seed, step, ++site);
}
