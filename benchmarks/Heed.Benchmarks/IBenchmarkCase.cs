using Heed.Benchmarks.Measuring;

namespace Heed.Benchmarks;

/// <summary>One line of the table: work of a certain shape, which Heed and its peers are set to do.</summary>
internal interface IBenchmarkCase
{
    string Name { get; }

    /// <summary>What has to be done; what a contender does beyond it counts for nothing.</summary>
    Work Work { get; }

    /// <summary>What a call gets through, where that is what people count; null where it is not.</summary>
    Items? Items => null;

    /// <summary>Roughly what all contenders together do when they are checked and run once, in the measure of the work.</summary>
    double Effort => 6 * Work.Amount;

    /// <summary>Has the code compiled that the case runs, where a few runs of the case itself are too few for that.</summary>
    void WarmUp()
    {
    }

    /// <summary>Sets up everything that is not timed, and sees that all contenders compute the same.</summary>
    /// <exception cref="WrongResultException">One of them computes something else.</exception>
    Contest Prepare(int threads);
}
