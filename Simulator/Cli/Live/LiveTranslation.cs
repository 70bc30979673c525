using GmpSim.Calibration.Live;

namespace GmpSim.Cli.Live;

/// <summary>A point made ready for a real run.</summary>
/// <param name="Scenario">What is run; <see langword="null"/> when it cannot be.</param>
/// <param name="Obstacle">What stands in the way; <see langword="null"/> when nothing does.</param>
internal sealed record LiveTranslation(LiveScenario? Scenario, LiveObstacle? Obstacle);
