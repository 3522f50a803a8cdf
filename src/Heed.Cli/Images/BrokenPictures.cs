using Heed.Cli.Options;
using Heed.Cli.Rendering;

namespace Heed.Cli.Images;

/// <summary>Names broken pictures as they are left out, the first of them; at the end says how many there were.</summary>
internal sealed class BrokenPictures(Invocation invocation)
{
    private const int MostNamed = 20;
    private int count;

    /// <summary>Told what is wrong with each; null where the first one is to end the work.</summary>
    public Action<string>? Skipped => invocation.Get(ImageOptions.SkipBroken) ? Name : null;

    public void Tell()
    {
        if (count > MostNamed)
        {
            invocation.Terminal.Warn($"{Words.Count(count)} broken pictures were left out; the first {MostNamed} are named above.");
        }
    }

    private void Name(string problem)
    {
        count++;
        if (count <= MostNamed)
        {
            invocation.Terminal.Warn($"Left out: {Words.OneLine(problem)}");
        }
    }
}
