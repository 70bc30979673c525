namespace GmpSim.Load;

/// <summary>What a case of a select waits for.</summary>
public enum SelectCaseKind
{
    /// <summary>A send.</summary>
    Send,

    /// <summary>A receive.</summary>
    Receive,

    /// <summary>A time (<c>case &lt;-time.After(d)</c>).</summary>
    After,

    /// <summary>Nothing: taken when no other case is ready.</summary>
    Default,
}
