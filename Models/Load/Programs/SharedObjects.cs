using GmpSim.GoRuntime;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>What the goroutines of a process share by name: package variables of the program.</summary>
/// <remarks>Operations know each thing by its number within its kind.</remarks>
public sealed class SharedObjects
{
    private readonly SharedName[] _names;

    /// <summary>Makes everything that programs name.</summary>
    /// <param name="process">The process whose goroutines share it.</param>
    /// <param name="names">The things; those of a kind have the numbers 0, 1, … in this order.</param>
    public SharedObjects(GoProcess process, IReadOnlyList<SharedName> names)
    {
        ArgumentNullException.ThrowIfNull(process);
        _names = [.. names];
        Lines = [.. Of(SharedKind.CacheLine).Select(_ => process.Host.Hardware.NewLine())];
        Services = [.. Of(SharedKind.Service).Select(service => new Service(process, service.Name, isListener: service.Size > 0))];
        Marks = [.. Of(SharedKind.Mark).Select(mark => new TraceMark(process.Host.Simulation, mark.Name))];
    }

    /// <summary>The cache lines that <c>touch</c> names.</summary>
    internal CacheLine[] Lines { get; }

    /// <summary>What programs accept from or dial.</summary>
    internal Service[] Services { get; }

    /// <summary>The marks that <c>log</c> leaves.</summary>
    internal TraceMark[] Marks { get; }

    private IEnumerable<SharedName> Of(SharedKind kind) => _names.Where(name => name.Kind == kind);
}
