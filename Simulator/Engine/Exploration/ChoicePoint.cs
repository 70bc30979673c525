namespace GmpSim.Engine;

/// <summary>A moment at which several events were due.</summary>
/// <param name="Event">Number of the event that happened then, from 1.</param>
/// <param name="Due">How many there were to choose from, at least 2.</param>
public readonly record struct ChoicePoint(long Event, int Due);
