namespace Heed.Kernels;

/// <summary>What hides keys of a tile from some of its queries.</summary>
[Flags]
internal enum TileView
{
    /// <summary>Nothing: every query sees every key.</summary>
    Full = 0,
    Window = 1,
    Keys = 2,
    Segments = 4,
    Map = 8,

    /// <summary>No query sees any key.</summary>
    Unseen = 16,
}
