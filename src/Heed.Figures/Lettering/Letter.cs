using Heed.Figures.Drawing;

namespace Heed.Figures.Lettering;

/// <summary>A character: how far it moves the pen on, in thousandths of the font size, and the skeletons it is put together from.</summary>
internal sealed record Letter(double Advance, IReadOnlyList<Letter.Part> Parts)
{
    /// <summary>Draws its contours with the origin at (x, 0), y upwards.</summary>
    public void Draw(LetterPen pen, double x, double tolerance, Action<Point[]> contour)
    {
        var wider = pen.Bold ? LetterPen.BoldAdvance : 1;
        foreach (var part in Parts)
        {
            var own = part.Share == 1 ? pen : pen.Smaller(part.Share);
            SkeletonOutline.Draw(part.Skeleton, own, x + (part.X * wider * pen.Scale), pen.Fit(part.Y * pen.Scale), tolerance, contour);
        }
    }

    /// <summary>A skeleton at a place of its own, and its share of the letter's size.</summary>
    public readonly record struct Part(Skeleton Skeleton, double X, double Y, double Share);
}
