using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;

namespace GmpSim.Scenarios.Reading;

/// <summary>Checks the machines of a file, used or not.</summary>
internal sealed class MachineChecks(ReadContext context, SourceMapping file)
{
    /// <summary>Resolves every entry of <c>machines</c> that has the right shape.</summary>
    public void CheckAll()
    {
        if (file.Find("machines") is not { Value: SourceMapping machines } entry) return;
        var validator = new ShapeValidator(context.Problems, isComplete: true);
        foreach (var machine in machines.Entries)
        {
            var before = context.Problems.Reports;
            validator.Check(new SourceMapping(machines.Span, [machine]), MachineShapes.Machines, entry.Key.Span, "'machines'");
            if (context.Problems.Reports > before || context.Problems.IsFull) context.BrokenMachines.Add(machine.Key.Text);
        }

        new MachineReader(context, machines).CheckAll();
    }
}
