namespace Heed.Learn.Tests;

public class PageOutputsTests
{
    private const string Page = """
        # A page
        ```csharp
        var sum = 1;
        Console.WriteLine(sum);
        ```
        ```output
        old
        older
        ```
        ```csharp
        for (var i = 0; i < 2; i++)
        {
        ```
        Inside of the loop:
        ```csharp
            Console.WriteLine($"{sum + i}");
        }
        ```
        ```output
        ```
        """;

    [Fact]
    public void What_is_printed_is_written_behind_the_code_that_prints_it()
    {
        using var folder = new TemporaryFolder();
        var outputs = new PageOutputs(new MarkdownPage("page.md", Page));
        var written = outputs.Rewrite(DocumentProgram.Run(outputs.MarkedProgram, "page.md", folder.Path));
        Assert.Equal(Page.Replace("old\nolder", "1", StringComparison.Ordinal).Replace("output\n```", "output\n1\n2\n```", StringComparison.Ordinal), written);
    }

    [Fact]
    public void A_line_of_the_output_knows_its_line_on_the_page()
    {
        var outputs = new PageOutputs(new MarkdownPage("page.md", Page));
        Assert.Equal("old\nolder", outputs.Text);
        Assert.Equal("page.md(8)", outputs.Place(1));
        Assert.Equal("page.md(20)", outputs.Place(2));
    }

    [Fact]
    public void A_mistake_in_the_code_is_found_at_its_line_of_the_page()
    {
        using var folder = new TemporaryFolder();
        var page = new MarkdownPage("page.md", Page.Replace("{sum + i}", "{nothing}", StringComparison.Ordinal));
        var failure = Assert.ThrowsAny<Exception>(() => DocumentProgram.Run(page.Program("csharp"), page.Name, folder.Path));
        Assert.Contains("page.md(16,", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_throws_fails_with_what_it_threw()
    {
        using var folder = new TemporaryFolder();
        var failure = Assert.ThrowsAny<Exception>(() => DocumentProgram.Run("throw new FormatException(\"so\");", "page.md", folder.Path));
        Assert.Contains("FormatException: so", failure.Message, StringComparison.Ordinal);
    }
}
