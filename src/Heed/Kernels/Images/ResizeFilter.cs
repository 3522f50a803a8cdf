namespace Heed.Kernels;

/// <summary>How a resized value is made from its neighbours. The names are Pillow's.</summary>
public enum ResizeFilter
{
    /// <summary>The nearest value.</summary>
    Nearest,

    /// <summary>The mean of the values that the new one covers.</summary>
    Box,

    /// <summary>Weights that fall off in a straight line over one cell.</summary>
    Bilinear,

    /// <summary>A sine over its angle under a Hamming window, over one cell.</summary>
    Hamming,

    /// <summary>Cubic convolution (Keys 1981) over two cells.</summary>
    Bicubic,

    /// <summary>A sine over its angle under the middle of a wider one, over three cells.</summary>
    Lanczos,
}
