using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Native;

/// <summary>An array of <c>struct epoll_event</c> in native memory.</summary>
/// <remarks>The kernel declares it packed on x86-64, so 12 bytes with the data at 4; everywhere else 16 bytes with the data at 8.</remarks>
internal sealed unsafe class EpollEvents : IDisposable
{
    /// <summary>Room for events as this machine's kernel lays them out.</summary>
    /// <param name="count">Room for this many events, 1 or more.</param>
    internal EpollEvents(int count)
        : this(count, EpollEventLayout.OfThisMachine)
    {
    }

    /// <summary>Room for events in a layout of one's choice.</summary>
    /// <param name="count">Room for this many events.</param>
    /// <param name="layout">The layout to use.</param>
    internal EpollEvents(int count, EpollEventLayout layout)
    {
        Layout = layout;
        Count = count;
        Address = (byte*)NativeMemory.AllocZeroed((nuint)count, (nuint)layout.Size);
    }

    /// <summary>What epoll_wait and epoll_ctl take.</summary>
    internal byte* Address { get; private set; }

    internal int Count { get; }

    internal EpollEventLayout Layout { get; }

    internal uint Flags(int index) => *(uint*)(Address + (index * Layout.Size));

    internal ulong Data(int index) => Unsafe.ReadUnaligned<ulong>(Address + (index * Layout.Size) + Layout.DataOffset);

    /// <summary>Writes one entry and returns where it is, for epoll_ctl.</summary>
    internal byte* Set(int index, uint flags, ulong data)
    {
        var entry = Address + (index * Layout.Size);
        *(uint*)entry = flags;
        Unsafe.WriteUnaligned(entry + Layout.DataOffset, data);
        return entry;
    }

    public void Dispose()
    {
        NativeMemory.Free(Address);
        Address = null;
    }
}
