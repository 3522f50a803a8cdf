namespace Heed.Figures.Charts;

/// <summary>A dashed line across a chart at a known value: a baseline, a limit, a theory.</summary>
/// <param name="Name">What stands beside it.</param>
/// <param name="Value">Where it stands, on the axis that it crosses.</param>
/// <param name="Vertical">Whether it stands upright, at a place x.</param>
public sealed record ReferenceLine(string Name, double Value, bool Vertical = false);
