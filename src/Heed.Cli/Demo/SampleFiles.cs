using Heed.Figures;
using Heed.Pipelines.Images;

namespace Heed.Cli.Demo;

/// <summary>Some of the built-in pictures as files in class folders, for the verbs that read pictures.</summary>
internal static class SampleFiles
{
    /// <summary>Writes the first pictures of each class.</summary>
    /// <param name="directory">The folder above the class folders.</param>
    /// <param name="examples">What to choose from.</param>
    /// <param name="ofEachClass">How many of each class.</param>
    /// <returns>The same pictures, as the files that they are now; class by class.</returns>
    public static IReadOnlyList<ImageExample> Write(string directory, IReadOnlyList<ImageExample> examples, int ofEachClass)
    {
        var written = new List<ImageExample>();
        foreach (var figure in examples.GroupBy(example => example.Label))
        {
            foreach (var (i, example) in figure.Take(ofEachClass).Index())
            {
                var path = Path.Combine(directory, figure.Key, $"{figure.Key}-{i + 1}.png");
                var image = example.Image.Read();
                new PixelImage(image.Size.Width, image.Size.Height, image.Pixels).Save(path);
                written.Add(new ImageExample(ImageSource.FromFile(path), figure.Key));
            }
        }

        return written;
    }
}
