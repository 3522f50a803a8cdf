namespace Heed.Pipelines.Images;

/// <summary>A picture and what is on it.</summary>
/// <param name="Image">The picture.</param>
/// <param name="Label">Its class.</param>
public sealed record ImageExample(ImageSource Image, string Label);
