namespace Heed.Learn.Tests;

public class CourseIndexTests
{
    [Fact]
    public void The_index_leads_to_every_page_in_order() =>
        Assert.Equal(
            Course.Names.Select(name => name + ".md"),
            MarkdownPage.Read(Course.Readme).Links.Select(link => link.Target).Where(target => char.IsAsciiDigit(target[0])));
}
