using GmpSim.Cli.Verbs;

namespace GmpSim.Cli;

/// <summary>Reads the scenarios that a verb is about.</summary>
public interface IScenarioLoader
{
    /// <summary>Reads, checks and selects.</summary>
    /// <param name="arguments">Which, and what to change in them.</param>
    /// <param name="errors">Told about every problem, as diagnostics in order.</param>
    /// <returns>The scenarios; <see langword="null"/> when anything is wrong with them.</returns>
    LoadedScenarios? Load(ScenarioArguments arguments, TextWriter errors);
}
