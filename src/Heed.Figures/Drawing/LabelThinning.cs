namespace Heed.Figures.Drawing;

/// <summary>Labels at equal distances, as many as have room.</summary>
internal static class LabelThinning
{
    /// <summary>Every how many-th label is shown if they stand <paramref name="pitch"/> apart and each needs <paramref name="room"/>.</summary>
    public static int Stride(double pitch, double room) => Math.Max(1, (int)Math.Ceiling(room / pitch));
}
