namespace Heed.Figures.Drawing;

/// <summary>A colour by its part in the figure: what it is on a light page and on a dark one. The name is unique to it.</summary>
internal sealed record Paint(string Name, Rgb Light, Rgb Dark)
{
    public Paint(string name, string light, string dark)
        : this(name, Rgb.Parse(light), Rgb.Parse(dark))
    {
    }
}
