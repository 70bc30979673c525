using System.Diagnostics.CodeAnalysis;

namespace GmpSim.Scenarios.Reading;

/// <summary>Ends the reading of a file whose problem is already reported; never leaves the reader.</summary>
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "A jump inside one class; it carries nothing.")]
internal sealed class ReadingStoppedException : Exception;
