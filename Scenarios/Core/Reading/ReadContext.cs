using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>What the readers of one file share.</summary>
internal sealed class ReadContext
{
    /// <summary>The context of a file.</summary>
    /// <param name="path">Path of the scenario file.</param>
    /// <param name="problems">Takes every problem.</param>
    public ReadContext(string path, DiagnosticBag problems)
    {
        Problems = problems;
        Folder = Path.GetDirectoryName(path) ?? "";
        Profiles = new ProfileReader(problems);
        Tables = new TableReader(this);
    }

    /// <summary>Takes every problem.</summary>
    public DiagnosticBag Problems { get; }

    /// <summary>Whether scenarios in which nothing takes time are let through.</summary>
    public bool MayStandStill { get; init; }

    /// <summary>The profile file that stands in for every profile but the ideal one; <see langword="null"/> for none.</summary>
    public string? MachineFile { get; init; }

    /// <summary>Folder of the scenario file, against which its paths are read; empty for the working directory.</summary>
    public string Folder { get; }

    /// <summary>Machine profiles.</summary>
    public ProfileReader Profiles { get; }

    /// <summary>Recordings and empirical distributions.</summary>
    public TableReader Tables { get; }

    /// <summary>Places of the programs that some scenario runs.</summary>
    public HashSet<string> UsedPrograms { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of the machines that something refers to.</summary>
    public HashSet<string> UsedMachines { get; } = new(StringComparer.Ordinal);

    /// <summary>Machines of the file that are not in order, which was reported.</summary>
    public HashSet<string> BrokenMachines { get; } = new(StringComparer.Ordinal);

    /// <summary>Machines of a circle that was reported.</summary>
    public HashSet<string> MachineCircles { get; } = new(StringComparer.Ordinal);

    /// <summary>A path of the scenario file as seen from the working directory.</summary>
    public string Located(string path) => Path.Combine(Folder, path);
}
