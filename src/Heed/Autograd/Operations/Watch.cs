namespace Heed.Autograd;

public static partial class Op
{
    /// <summary>y = x, and a gradient begins here even if x wants none. Backward: <paramref name="seen"/> is shown dy, then dx += dy.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="seen">Shown the gradient on its way.</param>
    internal static Tensor Watch(Tensor x, Action<ReadOnlySpan<float>> seen)
    {
        var y = Tape.New(x.Shape);
        x.Data.CopyTo(y.Data);
        return Tape.Record(y, () =>
        {
            seen(y.Gradient);
            AddInto(x, y.Gradient);
        });
    }
}
