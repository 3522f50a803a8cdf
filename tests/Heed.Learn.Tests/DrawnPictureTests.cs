namespace Heed.Learn.Tests;

public class DrawnPictureTests
{
    private const string Picture = """
        <svg xmlns="http://www.w3.org/2000/svg" width="100" height="50"><style>.heed-s3{fill:#111111}</style>
        <path class="heed-s3" d="M10 10h5v5h-5z"/><path class="heed-s4" d="M16 10h5v5h-5zM22 10h5v5h-5z"/>
        <polyline class="heed-ink-line" points="1,2 3.5,4"/><text class="heed-on-bw" x="3" y="4">0.25</text></svg>
        """;

    [Theory]
    [InlineData("3.5,4", "3.6,4.1")]
    [InlineData("0.25", "0.26")]
    [InlineData("heed-on-bw", "heed-on-wb")]
    [InlineData("#111111", "#222222")]
    [InlineData("M10 10h5v5h-5z\"/><path class=\"heed-s4\" d=\"M16", "M16 10h5v5h-5z\"/><path class=\"heed-s4\" d=\"M10")]
    public void It_agrees_with_one_drawn_from_numbers_a_little_different(string was, string becomes) =>
        Assert.Null(DrawnPicture.Difference(Picture, Picture.Replace(was, becomes, StringComparison.Ordinal)));

    [Theory]
    [InlineData("3.5,4", "3.5,6")]
    [InlineData("3.5,4", "3.5,4 5,6")]
    [InlineData("0.25", "0.28")]
    [InlineData("heed-s3\" d", "heed-s9\" d")]
    [InlineData("M22 10h5v5h-5z", "")]
    [InlineData("heed-ink-line", "heed-muted-line")]
    [InlineData("text", "tspan")]
    public void It_disagrees_with_one_that_shows_something_else(string was, string becomes) =>
        Assert.NotNull(DrawnPicture.Difference(Picture, Picture.Replace(was, becomes, StringComparison.Ordinal)));
}
