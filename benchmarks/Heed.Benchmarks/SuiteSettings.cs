namespace Heed.Benchmarks;

/// <summary>What the user asked for.</summary>
internal sealed record SuiteSettings
{
    public required bool IsQuick { get; init; }

    /// <summary>Where the JSON goes; null for nowhere.</summary>
    public required string? Json { get; init; }

    /// <summary>The folder that the table goes to; null for nowhere.</summary>
    public required string? Results { get; init; }

    /// <summary>Every case is measured with each of these.</summary>
    public required IReadOnlyList<int> Threads { get; init; }

    /// <summary>Whether the process's own processor time is taken, and not the clock's.</summary>
    public required bool ByProcessorTime { get; init; }

    public required string Filter { get; init; }
}
