namespace Heed.Pipelines.Images.Augmentation;

/// <summary>The changes of RandAugment (Cubuk, Zoph, Shlens and Le 2020); each has a strength between nothing and its utmost.</summary>
public enum PictureChange
{
    /// <summary>None.</summary>
    Identity,

    /// <summary>Each channel is stretched to 0 ... 255; has no strength.</summary>
    AutoContrast,

    /// <summary>The levels of each channel become equally frequent; has no strength.</summary>
    Equalise,

    /// <summary>Up to 30 degrees either way.</summary>
    Rotate,

    /// <summary>Levels from a threshold on are inverted; the threshold falls from 256 to 0.</summary>
    Solarise,

    /// <summary>The lower bits are cleared: up to four of eight.</summary>
    Posterise,

    /// <summary>Saturation times 1 ± 0.9.</summary>
    Colour,

    /// <summary>Distance from the mean grey times 1 ± 0.9.</summary>
    Contrast,

    /// <summary>Levels times 1 ± 0.9.</summary>
    Brightness,

    /// <summary>Distance from the smoothed picture times 1 ± 0.9.</summary>
    Sharpness,

    /// <summary>Rows slide by up to 0.3 of their height.</summary>
    ShearHorizontally,

    /// <summary>Columns slide by up to 0.3 of their place.</summary>
    ShearVertically,

    /// <summary>Up to 0.45 of the width either way.</summary>
    TranslateHorizontally,

    /// <summary>Up to 0.45 of the height either way.</summary>
    TranslateVertically,
}
