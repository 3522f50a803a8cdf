namespace Heed.Training;

/// <summary>
/// Learning-rate schedules: pure functions of the step, which counts from 0. All but <see cref="Noam"/> and
/// <see cref="CosineAnnealing"/> give a factor for the highest rate, from 0 to 1, and rise over the warm-up in a straight line:
/// step / warmupSteps.
/// </summary>
/// <remarks>Names and numbers are those of transformers' get_*_schedule_with_warmup and of torch.optim.lr_scheduler.</remarks>
public static class Schedule
{
    /// <summary>1 after the warm-up.</summary>
    public static double Constant(long step, long warmupSteps = 0) => step < warmupSteps ? Warmup(step, warmupSteps) : 1;

    /// <summary>(totalSteps - step) / (totalSteps - warmupSteps) after the warm-up; 0 from the end on.</summary>
    public static double Linear(long step, long warmupSteps, long totalSteps) =>
        step < warmupSteps ? Warmup(step, warmupSteps) : Math.Max(0, (totalSteps - step) / (double)Math.Max(1, totalSteps - warmupSteps));

    /// <summary>
    /// (1 + cos(2 pi cycles p)) / 2 after the warm-up, where p = (step - warmupSteps) / (totalSteps - warmupSteps): half a wave, from 1
    /// to 0, unless <paramref name="cycles"/> says otherwise. Beyond the end it rises again.
    /// </summary>
    /// <remarks>Loshchilov and Hutter 2017, SGDR: Stochastic Gradient Descent with Warm Restarts, equation 5.</remarks>
    public static double Cosine(long step, long warmupSteps, long totalSteps, double cycles = 0.5)
    {
        if (step < warmupSteps)
        {
            return Warmup(step, warmupSteps);
        }

        var progress = (step - warmupSteps) / (double)Math.Max(1, totalSteps - warmupSteps);
        return Math.Max(0, 0.5 * (1 + Math.Cos(2 * Math.PI * cycles * progress)));
    }

    /// <summary>
    /// A trapezoid: 1 after the warm-up, then down to 0 in a straight line, (totalSteps - step) / decaySteps, over the last
    /// <paramref name="decaySteps"/>; 0 from the end on. The state before the decay serves runs of any length.
    /// </summary>
    /// <remarks>
    /// Zhai et al. 2022, Scaling Vision Transformers, arXiv:2106.04560, whose cool-down it is; Hägele et al. 2024, Scaling Laws and
    /// Compute-Optimal Training Beyond Fixed Training Durations, arXiv:2405.18392.
    /// </remarks>
    public static double WarmupStableDecay(long step, long warmupSteps, long decaySteps, long totalSteps) =>
        step < warmupSteps ? Warmup(step, warmupSteps) : Math.Clamp((totalSteps - step) / (double)Math.Max(1, decaySteps), 0, 1);

    /// <summary>
    /// The rate itself: lowest + (highest - lowest) (1 + cos(pi step / halfPeriod)) / 2, falling from <paramref name="highest"/> to
    /// <paramref name="lowest"/> in <paramref name="halfPeriod"/> steps and rising again.
    /// </summary>
    /// <remarks>torch.optim.lr_scheduler.CosineAnnealingLR, whose T_max is halfPeriod and eta_min is lowest.</remarks>
    public static double CosineAnnealing(long step, double highest, long halfPeriod, double lowest = 0) =>
        lowest + ((highest - lowest) * 0.5 * (1 + Math.Cos(Math.PI * step / halfPeriod)));

    /// <summary>
    /// The rate itself: factor modelDim^-1/2 min(n^-1/2, n warmupSteps^-3/2), where n = step + 1.
    /// </summary>
    /// <remarks>Vaswani et al. 2017, Attention Is All You Need, equation 3; its step_num counts from 1.</remarks>
    public static double Noam(long step, int modelDim, long warmupSteps, double factor = 1)
    {
        var number = step + 1;
        return factor / Math.Sqrt(modelDim) * Math.Min(1 / Math.Sqrt(number), number * Math.Pow(warmupSteps, -1.5));
    }

    private static double Warmup(long step, long warmupSteps) => step / (double)Math.Max(1, warmupSteps);
}
