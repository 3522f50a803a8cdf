using System.Text.Json;
using System.Text.RegularExpressions;
using Heed.Figures.Vision;

namespace Heed.Figures.Tests.Vision;

public class ImagePageTests
{
    [Theory]
    [MemberData(nameof(FigureTests.Hostile), MemberType = typeof(FigureTests))]
    public void Hostile_names_and_labels_stay_data(string text)
    {
        var image = Pictures.Explained(name: text, label: $"disc {text}", method: $"rollout {text}");
        var page = ImagePage.Render(image, [EncodingPicture.Draw(Pictures.Encoded(label: text))]);

        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.DoesNotContain("<script>alert", page);
        var data = JsonDocument.Parse(Regex.Match(page, "id=\"heed-data\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value).RootElement;
        Assert.StartsWith("disc ", data.GetProperty("scores")[0].GetProperty("label").GetString());
    }

    [Fact]
    public void A_page_may_load_nothing()
    {
        var page = ImagePage.Render(Pictures.Explained(), [EncodingPicture.Draw(Pictures.Encoded())]);

        Assert.Contains("default-src 'none'", page);
        Assert.DoesNotMatch("(src|href)=\"(?!data:)", page.Replace("href=\"#", ""));
        Assert.DoesNotMatch(@"\{\{[\w.-]+\}\}", page);
    }

    [Fact]
    public void A_model_without_methods_or_layers_has_a_page()
    {
        var tiny = new ExplainedImage("a.png", Pictures.Disc(4, 4), 1, 1, 0, 0, default, [1], [new ScoredLabel("a", 1)]);

        Assert.Contains("a.png: a", ImagePage.Render(tiny));
        Assert.DoesNotContain("deletion: low is good", ImagePage.Render(Pictures.Explained(tested: false)));
        Assert.Contains("which was left out here", ImagePage.Render(Pictures.Explained(tested: false)));
    }
}
