namespace Heed.Pipelines.Classification;

/// <summary>Makes folders, with a sentence where that fails.</summary>
internal static class Folders
{
    /// <exception cref="InvalidInputException">It cannot be made.</exception>
    public static void Create(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{directory}: cannot be made a folder ({e.Message.TrimEnd('.')}); expected a place that can be written to.", e);
        }
    }
}
