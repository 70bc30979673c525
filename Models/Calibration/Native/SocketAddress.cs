using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Native;

/// <summary><c>struct sockaddr_in</c> of a loopback address.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct SocketAddress
{
    internal const uint Length = 16;

    internal ushort Family;
    internal ushort PortBigEndian;
    internal uint AddressBigEndian;
    internal ulong Padding;

    /// <summary>127.0.0.1 and a port; 0 lets the kernel choose one.</summary>
    internal static SocketAddress Loopback(int port) => new()
    {
        Family = SocketOptions.InternetFamily,
        PortBigEndian = BinaryPrimitives.ReverseEndianness((ushort)port),
        AddressBigEndian = BinaryPrimitives.ReverseEndianness(0x7F000001u),
    };

    internal readonly int Port => BinaryPrimitives.ReverseEndianness(PortBigEndian);
}
