namespace Heed.Tests;

/// <summary>No case of the reference data is without a test: one that is new there is noticed here.</summary>
public class GoldenCensusTests
{
    [Fact]
    public void Every_operator_case_is_held_by_a_test() => GoldenCensus.Require(golden => !GoldenCensus.IsOfPipelines(golden));

    [Fact]
    public void A_case_with_an_output_that_nothing_is_compared_with_fails()
    {
        Assert.NotEmpty(Goldens.Operator("softmax"));
        var error = Assert.Throws<Xunit.Sdk.TrueException>(CompareTheOutputAlone);
        Assert.Contains("nothing was compared with d_x", error.Message, StringComparison.Ordinal);
    }

    private static void CompareTheOutputAlone() => Goldens.Each("softmax", golden => golden.Leave("out"));
}
