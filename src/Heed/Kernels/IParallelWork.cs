namespace Heed.Kernels;

/// <summary>
/// Work that falls into items which may run in any order and on any thread: no item reads what another writes. A struct, so
/// that handing it to the <see cref="Team"/> allocates nothing.
/// </summary>
public interface IParallelWork
{
    /// <summary>Does one item.</summary>
    /// <param name="item">In [0, items).</param>
    void Run(int item);
}
