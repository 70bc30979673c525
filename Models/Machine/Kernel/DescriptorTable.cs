using System.Numerics;

namespace GmpSim.Machine;

/// <summary>The open descriptors of a process (files_struct): the lowest free number is given out first, up to RLIMIT_NOFILE.</summary>
/// <remarks>
/// Source: alloc_fd, expand_files and __put_unused_fd of fs/file.c. The table has 64 places at first and doubles when it is full; where several threads share it, who does that waits for an RCU
/// grace period (<see cref="IsFull"/>). Its lock is taken by <see cref="KernelThread.TryOpen"/>. Not modelled: the limit of the whole system (ENFILE).
/// </remarks>
public sealed class DescriptorTable
{
    /// <summary>Standard input, output and error.</summary>
    private const int Standard = 3;

    /// <summary>Places in a table that has never grown (NR_OPEN_DEFAULT).</summary>
    private const int FirstCapacity = 64;

    private ulong[] _used = [(1UL << Standard) - 1];
    private int _firstWithRoom;

    /// <summary>RLIMIT_NOFILE: every number is below it. At least 3; <see cref="int.MaxValue"/> for no limit.</summary>
    public int Limit { get; set; } = int.MaxValue;

    /// <summary>Places in the table.</summary>
    public int Capacity { get; private set; } = FirstCapacity;

    /// <summary>Whether the next descriptor does not fit: who opens it enlarges the table first.</summary>
    public bool IsFull => LowestFree() is var next && next >= Capacity && next < Limit;

    /// <summary>Descriptors open now, those of <see cref="Reserve"/> and the three standard ones included.</summary>
    public int Open { get; private set; } = Standard;

    /// <summary>Most descriptors open at once.</summary>
    public int MostOpen { get; private set; } = Standard;

    /// <summary>Of <see cref="Open"/>, those that the process has for itself: the standard ones, and what its poller needs.</summary>
    public int Reserved { get; private set; } = Standard;

    /// <summary>Calls that have failed with EMFILE.</summary>
    public long Refused { get; private set; }

    /// <summary>Gives a file its number; the call that wanted it fails with EMFILE where there is none.</summary>
    /// <exception cref="InvalidOperationException">The file has a number.</exception>
    public bool TryOpen(Pollable file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Descriptor >= 0) throw new InvalidOperationException($"The file is open as descriptor {file.Descriptor}.");
        if (!HasRoom()) return false;
        file.Descriptor = Take();
        return true;
    }

    /// <summary>Whether another descriptor can be opened. A call that finds it cannot has failed with EMFILE, and is counted.</summary>
    /// <remarks>accept4 asks this before it looks at the queue, so at the limit it fails whether somebody is waiting or not.</remarks>
    public bool HasRoom()
    {
        if (LowestFree() < Limit) return true;
        Refused++;
        return false;
    }

    /// <summary>Opens descriptors that stay open as long as the process lives: epoll instances, eventfds.</summary>
    public void Reserve(int count)
    {
        for (; count > 0; count--)
        {
            Take();
            Reserved++;
        }
    }

    /// <summary>Doubles the table (expand_fdtable).</summary>
    public void Enlarge() => Capacity *= 2;

    /// <summary>The number of a file is free again.</summary>
    /// <exception cref="InvalidOperationException">The file is not open (EBADF).</exception>
    public void Close(Pollable file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Descriptor < 0) throw new InvalidOperationException("EBADF: the file is not open.");
        var word = file.Descriptor / 64;
        _used[word] &= ~(1UL << (file.Descriptor % 64));
        _firstWithRoom = Math.Min(_firstWithRoom, word);
        file.Descriptor = -1;
        Open--;
    }

    private int Take()
    {
        var number = LowestFree();
        if (number >= Capacity) Enlarge(); // nobody has waited for it
        if (_firstWithRoom == _used.Length) Array.Resize(ref _used, _used.Length * 2);
        _used[_firstWithRoom] |= 1UL << (number % 64);
        MostOpen = Math.Max(MostOpen, ++Open);
        return number;
    }

    private int LowestFree()
    {
        while (_firstWithRoom < _used.Length && _used[_firstWithRoom] == ulong.MaxValue) _firstWithRoom++;
        return (_firstWithRoom * 64) + (_firstWithRoom == _used.Length ? 0 : BitOperations.TrailingZeroCount(~_used[_firstWithRoom]));
    }
}
