using System.Diagnostics.CodeAnalysis;

namespace GmpSim.GoRuntime;

/// <summary>How a check says what does not hold.</summary>
internal static class Violation
{
    [DoesNotReturn]
    internal static void Fail(string what) => throw new InvariantViolationException(what);

    internal static string NameOf(WorkerThread? m) => m is null ? "nobody" : $"M{m.Id}";
}
