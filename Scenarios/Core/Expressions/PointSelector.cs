namespace GmpSim.Scenarios.Expressions;

/// <summary>A coordinate that a metric is taken at: <c>gomaxprocs=1</c>.</summary>
/// <param name="Name">Name of the swept key, its column.</param>
/// <param name="NameOffset">Where the name begins in the expression, from 0.</param>
/// <param name="Value">The value as the sweep writes it.</param>
/// <param name="ValueOffset">Where the value begins in the expression, from 0.</param>
public sealed record PointSelector(string Name, int NameOffset, string Value, int ValueOffset);
