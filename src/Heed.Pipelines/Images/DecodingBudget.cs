namespace Heed.Pipelines.Images;

/// <summary>
/// How many pixels of decoded pictures there may be at once on all threads together: those of one picture of the largest kind. Pictures of
/// usual sizes never wait; of vast ones as many are decoded side by side as fit. What a file and resizing take beside them is not counted.
/// </summary>
internal sealed class DecodingBudget(long pixels)
{
    private readonly object gate = new();
    private long free = pixels;

    public static DecodingBudget Shared { get; } = new(ImageDecoder.MostPixels);

    /// <summary>The share of one thread for one picture: nothing to begin with; what it takes is given back when it is disposed.</summary>
    public Share Begin() => new(this);

    public sealed class Share(DecodingBudget budget) : IDisposable
    {
        private long taken;

        /// <summary>Waits until there is room. Once a share: two that wait for a second helping would wait for one another.</summary>
        public void Take(long wanted)
        {
            if (taken > 0)
            {
                throw new InvalidOperationException("A share takes once.");
            }

            lock (budget.gate)
            {
                while (budget.free < wanted)
                {
                    Monitor.Wait(budget.gate);
                }

                budget.free -= wanted;
                taken = wanted;
            }
        }

        public void Dispose()
        {
            lock (budget.gate)
            {
                budget.free += taken;
                taken = 0;
                Monitor.PulseAll(budget.gate);
            }
        }
    }
}
