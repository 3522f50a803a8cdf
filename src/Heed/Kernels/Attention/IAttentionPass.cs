namespace Heed.Kernels;

/// <summary>Something to be done with a shape whose spans are pinned.</summary>
internal interface IAttentionPass
{
    void Run<TLanes>(in AttentionProblem problem)
        where TLanes : struct, ILanes<TLanes>;
}
