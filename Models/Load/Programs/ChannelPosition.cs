namespace GmpSim.Load;

/// <summary>Which of the channels of a name an operation is about.</summary>
public enum ChannelPosition
{
    /// <summary>Number 0, whoever asks.</summary>
    Shared,

    /// <summary>The goroutine's own number in its spawn.</summary>
    Own,

    /// <summary>The next goroutine's in the ring of its spawn.</summary>
    Next,

    /// <summary>The previous goroutine's in the ring of its spawn.</summary>
    Previous,
}
