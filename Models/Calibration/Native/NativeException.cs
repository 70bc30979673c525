using System.ComponentModel;
using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Native;

/// <summary>A system call that this machine, or this container, refuses.</summary>
/// <param name="call">The call's name.</param>
/// <param name="error">Its errno.</param>
internal sealed class NativeException(string call, int error) : Exception($"{call}: {new Win32Exception(error).Message} (errno {error})")
{
    /// <summary>The error number, one of <see cref="Errno"/>.</summary>
    internal int Error { get; } = error;

    /// <summary>Returns a result, or throws where the call failed.</summary>
    /// <exception cref="NativeException">The result is negative.</exception>
    internal static int Checked(nint result, string call) => result >= 0 ? (int)result : throw new NativeException(call, Marshal.GetLastPInvokeError());
}
