namespace Heed.Learn.Tests;

/// <summary>
/// The code of each page of the course is one program; what it prints and draws is what the page shows. HEED_UPDATE_SNAPSHOTS=1
/// writes outputs and pictures anew: read them before committing.
/// </summary>
public class CourseProgramTests
{
    [Theory]
    [MemberData(nameof(Course.Rows), MemberType = typeof(Course))]
    public void Its_program_prints_and_draws_what_the_page_shows(string page)
    {
        using var folder = new TemporaryFolder();
        var images = Directory.CreateDirectory(folder.File("images"));
        var text = Course.Page(page);
        if (Course.IsWritten)
        {
            var outputs = new PageOutputs(text);
            File.WriteAllText(text.FilePath, outputs.Rewrite(DocumentProgram.Run(outputs.MarkedProgram, text.Name, folder.Path)));
            Replace(page, images);
            return;
        }

        var printed = DocumentProgram.Run(text.Program("csharp"), text.Name, folder.Path);
        var said = new PageOutputs(text);
        PrintedText.AssertAgrees(said.Text, printed, said.Place);
        Assert.Equal(Course.ImagesOf(page), images.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.All(images.GetFiles(), file => DrawnPicture.AssertAgrees(Path.Combine(Course.Images, file.Name), file.FullName));
    }

    private static void Replace(string page, DirectoryInfo images)
    {
        Directory.CreateDirectory(Course.Images);
        foreach (var old in Course.ImagesOf(page))
        {
            File.Delete(Path.Combine(Course.Images, old));
        }

        Assert.All(images.GetFiles(), file => Assert.StartsWith(page[..3], file.Name, StringComparison.Ordinal));
        foreach (var file in images.GetFiles())
        {
            file.CopyTo(Path.Combine(Course.Images, file.Name));
        }
    }
}
