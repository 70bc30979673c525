namespace GmpSim.Cli.Golang;

/// <summary>How much of the checks against real Go to run.</summary>
/// <param name="Repeats">How often each point runs both ways.</param>
/// <param name="Files">Which of the built-in files, by name.</param>
internal sealed record GoEffort(int Repeats, Func<string, bool> Files)
{
    /// <summary>Some five minutes: everything, five times.</summary>
    internal static GoEffort Full { get; } = new(5, _ => true);

    /// <summary>About a minute: the servers, three times.</summary>
    internal static GoEffort Quick { get; } = new(3, name => name == GoScenario.ServersFile);
}
