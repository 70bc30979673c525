using GmpSim.Results;
using GmpSim.Scenarios.Expressions;

namespace GmpSim.Scenarios.Spec;

/// <summary>One entry of <c>checks</c>: a figure that a calibration measures in real runs and simulates.</summary>
/// <param name="Place">Where it stands, <c>file:line:column</c>.</param>
/// <param name="Id">Short name, for example <c>herd</c>.</param>
/// <param name="Model">The model that it speaks for, for example <c>epoll</c>.</param>
/// <param name="Value">The expression as written; syntax already checked.</param>
/// <param name="Expression">The same, taken apart: every metric exists, every coordinate is one of the sweep's.</param>
/// <param name="Given">Coordinates of the points at which the check is made, by column name; empty for all points.</param>
/// <param name="Kind">What sort of figure it is.</param>
/// <param name="Tolerance">Relative tolerance, 0.1 for 10 %; <see langword="null"/> for that of the kind.</param>
public sealed record CheckSpec(
    string Place,
    string Id,
    string Model,
    string Value,
    Expression Expression,
    IReadOnlyDictionary<string, string> Given,
    CheckKind Kind,
    double? Tolerance);
