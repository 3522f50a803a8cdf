namespace Heed.Benchmarks.Measuring;

/// <summary>The same work, done by one library in one way.</summary>
/// <param name="library">Heed, or the name of the peer.</param>
/// <param name="form">Which way, where a library has several; else empty.</param>
internal abstract class Contender(string library, string form = "") : IDisposable
{
    public string Library { get; } = library;

    public string Form { get; } = form;

    public string Name => Form.Length == 0 ? Library : $"{Library}, {Form}";

    /// <summary>Does the work once. What a caller would do once for many calls is not in here.</summary>
    public abstract void Run();

    public abstract void Dispose();
}
