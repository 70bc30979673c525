using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Claims;

/// <summary>Reads the expression of a claim.</summary>
internal static class ClaimReader
{
    internal static ClaimExpression Read(ExpectSpec claim) => throw new NotSupportedException(claim.Value);
}
