using GmpSim.Engine;

namespace GmpSim.Tests.Unit.Load;

/// <summary>Notes the marks that goroutines leave with <c>log</c>, as <c>3us here</c>.</summary>
internal sealed class MarkWatcher(List<string> marks) : IEventObserver
{
    public void OnEvent(Simulation simulation, in SimEvent occurrence)
    {
        if (simulation.NameOf(occurrence.Receiver) != "log") return;
        marks.Add($"{(occurrence.At - SimTime.Zero).Picoseconds / 1e6:0.######}us {simulation.CodeNameOf(occurrence.Receiver, occurrence.Code)}");
    }
}
