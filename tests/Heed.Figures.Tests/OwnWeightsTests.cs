using Heed.Figures.Drawing;

namespace Heed.Figures.Tests;

/// <summary>Figures of a user's own weights that are drawn neither as a map nor as a strip of words.</summary>
public class OwnWeightsTests
{
    private static readonly PixelImage Image = new(4, 2, [.. Enumerable.Range(0, 24).Select(i => (byte)(10 * i))]);

    [Fact]
    public void Figures_of_a_few_weights_are_as_they_were()
    {
        Snapshot.Match("model-view.svg", ModelView.Draw(Examples.Maps(3, 2, 2)).ToSvg());
        Snapshot.Match("patch-overlay.svg", PatchOverlay.Draw(Image, [0.5f, 0.25f], 1, 2, "Attention", "A caption.").ToSvg());
        Snapshot.Match("position-view.svg", PositionView.Draw([1, 0, 0, 1, -1, 0], 3, 2).ToSvg());
    }

    [Fact]
    public void Their_labels_do_not_overlap_and_can_be_read()
    {
        foreach (var figure in new[]
        {
            ModelView.Draw(Examples.Maps(7, 12, 12)), ModelView.Draw(Examples.Maps(512, 1, 1)), HeadGrid.Draw(Examples.Maps(7, 12, 12)), PatchOverlay.Draw(Image, [0.5f, 0.25f], 1, 2, "t"),
            PositionView.Draw(new float[64 * 48], 64, 48), PositionView.Draw([1, 2], 1, 2), TokenArcs.Draw(Examples.Maps(9), 0, 0),
        })
        {
            Layout.AssertApart(figure);
            Layout.AssertReadable(figure);
        }
    }

    [Fact]
    public void A_line_of_the_model_view_runs_from_query_to_key_and_is_as_strong_as_the_weight()
    {
        var maps = new AttentionMaps(["a", "b"], [0, 1], 1, 1, new[] { 0.25f, 0.75f, 1, 0 });
        var lines = ModelView.Draw(maps, threshold: 0.2f).Shapes.OfType<Stroke>().Take(3).OrderBy(line => line.Width).ToArray();
        Assert.Equal([0, 1, -1], lines.Select(line => Math.Sign(line.Points[1].Y - line.Points[0].Y)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelView.Draw(maps, threshold: float.NaN));
    }

    [Fact]
    public void A_patch_fades_as_far_as_its_weight_falls_short_of_the_largest()
    {
        var papers = PatchOverlay.Draw(Image, [0.5f, 0.25f], 1, 2, "t").Shapes.OfType<Box>().Where(box => box.Fill == Theme.Paper).Skip(1).ToArray();
        Assert.Equal([0, 0.43], papers.Select(box => box.Opacity));
    }

    [Fact]
    public void An_overlay_refuses_what_is_no_weight()
    {
        Assert.Contains("needs as many weights; found 1", Assert.Throws<ArgumentException>(() => PatchOverlay.Draw(Image, [1], 1, 2, "t")).Message);
        Assert.Contains("-1", Assert.Throws<ArgumentException>(() => PatchOverlay.Draw(Image, [1, -1], 1, 2, "t")).Message);
    }
}
