using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads a machine profile from a file, by itself.</summary>
public static class MachineFile
{
    /// <summary>The machine of a profile file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="option">The option that names it, for messages.</param>
    /// <param name="problems">What is wrong with it, in order.</param>
    /// <returns><see langword="null"/> where it is broken.</returns>
    public static MachineSpec? Read(string path, string option, out IReadOnlyList<Diagnostic> problems)
    {
        ArgumentNullException.ThrowIfNull(path);
        var bag = new DiagnosticBag();
        var blamed = SourceSpan.OfOption(option, path);
        var machine = MachineReader.Spec(new ProfileReader(bag).FromFile(path, blamed), path);
        problems = bag.Sorted();
        return machine;
    }
}
