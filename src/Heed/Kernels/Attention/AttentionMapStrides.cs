namespace Heed.Kernels;

/// <summary>Steps through something that there is for each query and key, from one to the next; 0 to share it.</summary>
public readonly record struct AttentionMapStrides(int Sequence, int Head, int Row)
{
    internal long At(int sequence, int head, int i) => ((long)sequence * Sequence) + ((long)head * Head) + ((long)i * Row);
}
