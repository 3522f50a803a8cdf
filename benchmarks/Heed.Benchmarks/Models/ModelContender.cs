using Heed.Benchmarks.Measuring;

namespace Heed.Benchmarks.Models;

/// <summary>A whole model, run by one library in one way.</summary>
internal abstract class ModelContender(string library, string form = "") : Contender(library, form)
{
    /// <summary>What the last run computed, the same numbers in the same order from everybody.</summary>
    public abstract float[] Output();
}
