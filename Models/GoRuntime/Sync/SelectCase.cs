using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>One case of a select: a send or a receive, or a receive from <c>time.After</c>.</summary>
/// <param name="Channel">Its channel; <see langword="null"/> for a case on a time.</param>
/// <param name="IsSend">Whether it sends; else it receives.</param>
/// <param name="After">Time of a case on a time, from the beginning of the select.</param>
public readonly record struct SelectCase(Channel? Channel, bool IsSend, SimDuration After)
{
    /// <summary><c>case ch &lt;- v</c>.</summary>
    public static SelectCase Send(Channel channel) => new(channel, IsSend: true, SimDuration.Zero);

    /// <summary><c>case &lt;-ch</c>.</summary>
    public static SelectCase Receive(Channel channel) => new(channel, IsSend: false, SimDuration.Zero);

    /// <summary><c>case &lt;-time.After(d)</c>.</summary>
    public static SelectCase OnTime(SimDuration after) => new(null, IsSend: false, after);
}
