namespace GmpSim.GoRuntime;

/// <summary>One case of a select.</summary>
/// <param name="Channel">Its channel.</param>
/// <param name="IsSend">Whether it sends; else it receives.</param>
public readonly record struct SelectCase(Channel Channel, bool IsSend);
