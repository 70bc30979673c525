using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Reading;

/// <summary>Warns of programs and machines that nothing refers to: often a misspelt reference elsewhere.</summary>
internal sealed class UnusedReporter(ReadContext context, SourceMapping file)
{
    /// <summary>Reports them.</summary>
    public void Report()
    {
        ReportPrograms(file.Value("programs"));
        ReportPrograms((file.Value("defaults") as SourceMapping)?.Value("programs"));
        foreach (var scenario in (file.Value("scenarios") as SourceMapping)?.Entries ?? []) ReportPrograms((scenario.Value as SourceMapping)?.Value("programs"));

        foreach (var (key, _) in (file.Value("machines") as SourceMapping)?.Entries ?? [])
        {
            if (!context.UsedMachines.Contains(key.Text)) context.Problems.Warning(Codes.UnusedMachine, key.Span, $"no scenario uses machine '{key.Text}'");
        }
    }

    private void ReportPrograms(SourceNode? programs)
    {
        foreach (var (key, _) in (programs as SourceMapping)?.Entries ?? [])
        {
            if (!context.UsedPrograms.Contains(key.Span.Place)) context.Problems.Warning(Codes.UnusedProgram, key.Span, $"nothing runs program '{key.Text}'");
        }
    }
}
