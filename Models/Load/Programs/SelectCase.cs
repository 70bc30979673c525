using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>One case of a select.</summary>
/// <param name="Kind">What it waits for.</param>
/// <param name="Channel">Number of the channel's name; −1 for none.</param>
/// <param name="At">Which of the channels of that name.</param>
/// <param name="After">Time of a case on <c>time.After</c>.</param>
/// <param name="Target">First instruction of what is done when it is taken.</param>
public sealed record SelectCase(SelectCaseKind Kind, int Channel, ChannelPosition At, Distribution? After, int Target);
