using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>The machine profiles that come with the simulator.</summary>
public static class BuiltInMachines
{
    /// <summary>Names of the profiles in order.</summary>
    public static IReadOnlyList<string> Names => ProfileReader.Names;

    /// <summary>A profile's machine as it is.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="InvalidOperationException">There is none of that name, or it is broken.</exception>
    public static MachineSpec Read(string name) => MachineReader.Spec(Profile(name), name)!;

    /// <summary>What a profile describes, in a few sentences.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="InvalidOperationException">There is none of that name, or it is broken.</exception>
    public static string About(string name) => Profile(name).About.Trim();

    private static MachineProfile Profile(string name)
    {
        var problems = new DiagnosticBag();
        return new ProfileReader(problems).BuiltIn(name)
            ?? throw new InvalidOperationException($"No sound built-in profile '{name}'. {string.Join(' ', problems.Sorted().Select(problem => problem.Headline))}");
    }
}
