namespace Heed.Site;

/// <summary>The site cannot be built; the message says why in a sentence.</summary>
public class SiteException(string message) : Exception(message);

/// <summary>Node or its packages are missing, which nothing in the repository can mend.</summary>
public sealed class MissingToolException(string message) : SiteException(message);
