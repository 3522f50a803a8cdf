using Heed.Training;

namespace Heed.Tests.Training;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 0.0003)]
    [InlineData(6, 0.000289466465)]
    [InlineData(28, 4.06547042e-05)]
    [InlineData(30, 0)]
    [InlineData(32, 4.06547042e-05)]
    public void Cosine_of_three_half_waves_agrees_with_transformers(int step, double expected) =>
        Assert.Equal(expected, 0.0003 * Schedule.Cosine(step, 5, 30, cycles: 1.5), 1e-10);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 0.0007)]
    [InlineData(10, 0.001)]
    [InlineData(98, 1.21797484e-06)]
    [InlineData(100, 0)]
    [InlineData(102, 1.21797484e-06)]
    public void Cosine_agrees_with_transformers(int step, double expected) =>
        Assert.Equal(expected, 0.001 * Schedule.Cosine(step, 10, 100), 2e-10);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0.00024)]
    [InlineData(7, 0.000276)]
    [InlineData(29, 1.2e-05)]
    [InlineData(30, 0)]
    [InlineData(32, 0)]
    public void Linear_agrees_with_transformers(int step, double expected) =>
        Assert.Equal(expected, 0.0003 * Schedule.Linear(step, 5, 30), 1e-10);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 0.00833333377)]
    [InlineData(6, 0.01)]
    [InlineData(11, 0.01)]
    public void Constant_agrees_with_transformers(int step, double expected) =>
        Assert.Equal(expected, 0.01 * Schedule.Constant(step, 6), 2e-9);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0.75)]
    [InlineData(4, 1)]
    [InlineData(15, 1)]
    [InlineData(16, 0.8)]
    [InlineData(19, 0.2)]
    [InlineData(20, 0)]
    [InlineData(23, 0)]
    public void A_trapezoid_rises_stays_and_falls(int step, double expected) =>
        Assert.Equal(expected, Schedule.WarmupStableDecay(step, 4, 5, 20), 1e-12);

    [Fact]
    public void A_trapezoid_without_level_part_is_a_triangle() =>
        Assert.All(Enumerable.Range(0, 40), step => Assert.Equal(Schedule.Linear(step, 7, 31), Schedule.WarmupStableDecay(step, 7, 24, 31), 1e-12));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0.75)]
    [InlineData(20, 1)]
    [InlineData(35, 0.5)]
    [InlineData(39, 0.1)]
    public void A_plan_falls_over_the_share_of_its_steps_that_it_names(int step, double expected)
    {
        var plan = new TrainingPlan
        {
            Epochs = 1, BatchSize = 1, LearningRate = 1, Decay = Decay.Trapezoid, WarmupShare = 0.1f, DecayShare = 0.25f,
        };
        Assert.Equal(expected, plan.RateFactor(step, 40), 1e-12);
    }

    [Theory]
    [InlineData(0, 0.01)]
    [InlineData(3, 0.00945557747)]
    [InlineData(20, 1e-05)]
    [InlineData(24, 0.000963960134)]
    public void CosineAnnealing_agrees_with_torch(int step, double expected) =>
        Assert.Equal(expected, Schedule.CosineAnnealing(step, 0.01, 20, 1e-5), 2e-9);

    [Theory]
    [InlineData(1, 1.74692815e-07)]
    [InlineData(372, 6.49857247e-05)]
    [InlineData(7951, 0.000495626067)]
    public void Noam_agrees_with_the_paper(int stepFromOne, double expected) =>
        Assert.Equal(expected, Schedule.Noam(stepFromOne - 1, 512, 4000), 1e-9);

    [Fact]
    public void Without_warm_up_the_first_step_has_the_highest_rate()
    {
        Assert.Equal(1, Schedule.Constant(0));
        Assert.Equal(1, Schedule.Linear(0, 0, 40));
        Assert.Equal(1, Schedule.Cosine(0, 0, 40));
    }

    [Theory]
    [InlineData("cosine_with_warmup")]
    [InlineData("linear_with_warmup")]
    [InlineData("constant_with_warmup")]
    [InlineData("cosine_annealing")]
    [InlineData("noam")]
    public void Every_recorded_schedule_is_followed(string op) => Goldens.Each(op, golden =>
    {
        var steps = golden.Shape("lr")[0];
        golden.Check("lr", [.. Enumerable.Range(0, steps).Select(t => (float)Rate(golden, op, t))]);
    });

    private static double Rate(OperatorCase golden, string op, long t)
    {
        var (rate, warmup, total) = (golden.Parameter("lr"), (long)golden.Parameter("warmup", 0), (long)golden.Parameter("total", 0));
        return op switch
        {
            "cosine_with_warmup" => rate * Schedule.Cosine(t, warmup, total, golden.Parameter("num_cycles")),
            "linear_with_warmup" => rate * Schedule.Linear(t, warmup, total),
            "constant_with_warmup" => rate * Schedule.Constant(t, warmup),
            "cosine_annealing" => Schedule.CosineAnnealing(t, rate, (long)golden.Parameter("T_max"), golden.Parameter("eta_min")),
            _ => Schedule.Noam(golden.ReadIntegers("step")[t] - 1, (int)golden.Parameter("d_model"), warmup, golden.Parameter("factor")),
        };
    }
}
