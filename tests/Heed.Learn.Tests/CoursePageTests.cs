namespace Heed.Learn.Tests;

/// <summary>What every page of the course has.</summary>
public class CoursePageTests
{
    [Theory]
    [MemberData(nameof(Course.Rows), MemberType = typeof(Course))]
    public void It_has_a_title_code_exercises_and_sources(string page)
    {
        var text = Course.Page(page);
        Assert.StartsWith("# ", text.Lines[0], StringComparison.Ordinal);
        Assert.Single(text.Headings, heading => heading.Level == 1);
        Assert.Contains(text.Headings, heading => heading == (2, "Exercises"));
        Assert.Contains(text.Headings, heading => heading == (2, "Source"));
        Assert.Contains(text.Fences, fence => fence.Language == "csharp");
        Assert.Contains(text.Fences, fence => fence.Language == "output");
    }

    [Theory]
    [MemberData(nameof(Course.Rows), MemberType = typeof(Course))]
    public void Each_of_its_two_or_more_exercises_has_an_answer(string page)
    {
        var text = Course.Page(page);
        var exercises = text.Prose.SkipWhile(line => line != "## Exercises").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).ToList();
        var answers = exercises.Count(line => line.Contains("<summary>Answer</summary>", StringComparison.Ordinal));
        Assert.True(answers >= 2, $"{text.Name} has {answers} answers; expected two or more exercises, each with <summary>Answer</summary>.");
        Assert.True(
            exercises.Count(line => line.Contains("<details>", StringComparison.Ordinal)) == answers
            && exercises.Count(line => line.Contains("</details>", StringComparison.Ordinal)) == answers,
            $"{text.Name}: <details>, <summary>Answer</summary> and </details> do not come in threes.");

        // A question stands before each answer: some line of prose since the answer before.
        var since = 0;
        foreach (var line in exercises)
        {
            since = line.Contains("</details>", StringComparison.Ordinal) ? 0 : since + line.Trim().Length;
            Assert.False(line.Contains("<details>", StringComparison.Ordinal) && since <= line.Trim().Length, $"{text.Name} has an answer without a question.");
        }
    }

    [Theory]
    [MemberData(nameof(Course.Rows), MemberType = typeof(Course))]
    public void Its_links_lead_somewhere_and_its_pictures_are_there_and_described(string page)
    {
        var text = Course.Page(page);
        Assert.All(text.Links.Where(link => !link.Target.Contains("://", StringComparison.Ordinal)), link =>
        {
            var (file, anchor) = link.Target.Split('#') is [var name, var mark] ? (name, mark) : (link.Target, "");
            var path = file.Length == 0 ? text.FilePath : Path.Combine(Course.Folder, file);
            Assert.True(Path.Exists(path) || (link.IsImage && Course.IsWritten), $"{text.Place(link.Line)} points to {link.Target}, which is not there.");
            Assert.True(!link.IsImage || link.Text.Trim().Length > 0, $"{text.Place(link.Line)} shows {link.Target} without saying what it is.");
            Assert.True(anchor.Length == 0 || MarkdownPage.Read(path).Anchors.Contains(anchor), $"{text.Place(link.Line)} points to {link.Target}, which has no such heading.");
        });
        var shown = text.Links.Where(link => link.IsImage).Select(link => Path.GetFileName(link.Target)).ToHashSet();
        Assert.All(Course.ImagesOf(page), image => Assert.Contains(image, shown));
    }

    [Theory]
    [MemberData(nameof(Course.Rows), MemberType = typeof(Course))]
    public void A_formula_of_more_than_one_line_stands_between_two_lines_of_its_own(string page)
    {
        var text = Course.Page(page);
        Assert.All(text.Lines.Index(), line => Assert.False(
            line.Item.StartsWith("$$", StringComparison.Ordinal) && line.Item.Length > 2 && !line.Item.AsSpan(2).Contains("$$", StringComparison.Ordinal),
            $"{text.Place(line.Index)} begins a formula that ends on another line; expected its $$ on lines of their own."));
    }
}
