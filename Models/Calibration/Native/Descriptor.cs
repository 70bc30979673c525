namespace GmpSim.Calibration.Native;

/// <summary>A descriptor of this process, closed once.</summary>
/// <param name="number">Its number.</param>
internal sealed class Descriptor(int number) : IDisposable
{
    private bool _isClosed;

    internal int Number { get; } = number;

    /// <summary>The descriptor that a call returned.</summary>
    /// <exception cref="NativeException">The call failed.</exception>
    internal static Descriptor Of(int result, string call) => new(NativeException.Checked(result, call));

    public void Dispose()
    {
        if (!_isClosed) _ = Libc.Close(Number);
        _isClosed = true;
    }
}
