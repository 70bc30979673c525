namespace GmpSim.Cli.Live;

/// <summary>What of a scenario stands in the way of a real run.</summary>
/// <param name="Feature">What it is, in words.</param>
/// <param name="Path">The key that asks for it, such as <c>os.cpu_quota</c>; <see langword="null"/> where it is no single key.</param>
/// <param name="Place">Where the operation stands that asks for it, <c>file:line:column</c>; <see langword="null"/> where it is a key.</param>
internal sealed record LiveObstacle(string Feature, string? Path = null, string? Place = null);
