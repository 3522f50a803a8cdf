using Heed.Cli.Options;

namespace Heed.Cli.Tests;

public sealed class DurationTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("10m", 600)]
    [InlineData("1h30m", 5400)]
    [InlineData("2h", 7200)]
    [InlineData("1h1m1s", 3661)]
    public void A_time_is_hours_minutes_and_seconds(string text, int seconds)
    {
        Assert.True(Parse.TryDuration(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("0s")]
    [InlineData("-1m")]
    [InlineData("1m1h")]
    [InlineData("1.5h")]
    [InlineData("999999h")]
    public void Anything_else_is_none(string text) => Assert.False(Parse.TryDuration(text, out _));
}
