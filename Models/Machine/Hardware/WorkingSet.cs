using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>Memory of which parts are touched at random: how much of it the caches still hold, and what getting the rest costs.</summary>
/// <remarks>
/// A touch of t of W lines misses t·(1 − r/W) of them, r being what is left in the core's L2 (<see cref="CacheFill"/>). They come from its
/// last-level cache, as far as that still has them; of memory that one goroutine uses, after a move below another last-level cache, from the one it left; the others from memory.
/// The time of hits is part of computing. A write is not told from a read: several cores that write the same lines are what <see cref="CacheLine"/> is for.
/// </remarks>
public sealed class WorkingSet
{
    private readonly Hardware _hardware;
    private readonly CacheShare[] _inL2;
    private readonly CacheShare[] _inLlc;
    private readonly bool _isShared;
    private int _lastCpu = -1;
    private int _node = -1;
    private double _size;

    /// <summary>Memory that no cache holds yet.</summary>
    /// <param name="hardware">The machine.</param>
    /// <param name="isShared">Whether several cores use it at a time, so that each keeps a copy; otherwise it moves with its user.</param>
    public WorkingSet(Hardware hardware, bool isShared)
    {
        ArgumentNullException.ThrowIfNull(hardware);
        _hardware = hardware;
        _isShared = isShared;
        _inL2 = new CacheShare[isShared ? hardware.Topology.LogicalCpus / hardware.Topology.ThreadsPerCore : 1];
        _inLlc = new CacheShare[isShared ? hardware.Topology.Sockets * hardware.Topology.LlcsPerSocket : 1];
    }

    /// <summary>Touches a random part of the memory.</summary>
    /// <param name="cpu">Who does it.</param>
    /// <param name="size">Size of the memory [bytes], above 0; it is as large as the largest size it was touched with.</param>
    /// <param name="touched">How much of it is touched [bytes]; at most all of it is.</param>
    /// <returns>How long the core waits for what its caches lack, <see cref="HardwareTraits.RefillParallelism"/> lines at a time.</returns>
    internal SimDuration Touch(int cpu, int size, int touched)
    {
        var lineBytes = (double)_hardware.Traits.LineBytes;
        _size = Math.Max(_size, Math.Ceiling(size / lineBytes));
        if (_node < 0) _node = _hardware.NodeOf(cpu);
        var fill = _hardware.Fill;
        var (core, llc) = (_hardware.CoreOf(cpu), _hardware.LlcOf(cpu));
        var elsewhere = LeftElsewhere(llc);
        var inLlc = IsAtHome(llc) ? fill.LeftInLlc(llc, in _inLlc[_isShared ? llc : 0]) : 0;
        var inL2 = IsAtHomeIn(core) ? Math.Min(inLlc, fill.LeftInL2(core, in _inL2[_isShared ? core : 0])) : 0;

        var lacking = _size - inL2;
        var missing = Math.Min(Math.Ceiling(touched / lineBytes), _size) * (lacking / _size);
        var fromLlc = lacking == 0 ? 0 : missing * (inLlc - inL2) / lacking;
        var fromOther = lacking == 0 ? 0 : missing * elsewhere / lacking;
        var picoseconds = (fromLlc * Beyond(_hardware.Costs.L3Hit))
            + (fromOther * (_lastCpu < 0 ? 0 : Beyond(_hardware.TransferCost(cpu, _lastCpu))))
            + ((missing - fromLlc - fromOther) * Beyond(_hardware.MemoryCost(cpu, _node)));

        _inL2[_isShared ? core : 0] = fill.FillL2(core, inL2, missing);
        _inLlc[_isShared ? llc : 0] = fill.FillLlc(llc, inLlc, missing - fromLlc);
        _lastCpu = cpu;
        return SimDuration.RoundedFromPicoseconds(picoseconds / _hardware.Traits.RefillParallelism);
    }

    /// <summary>Lines in the last-level cache that the user of the memory has left.</summary>
    private double LeftElsewhere(int llc)
    {
        if (_isShared || _lastCpu < 0 || IsAtHome(llc)) return 0;
        return _hardware.Fill.LeftInLlc(_hardware.LlcOf(_lastCpu), in _inLlc[0]);
    }

    private bool IsAtHome(int llc) => _isShared || (_lastCpu >= 0 && _hardware.LlcOf(_lastCpu) == llc);

    private bool IsAtHomeIn(int core) => _isShared || (_lastCpu >= 0 && _hardware.CoreOf(_lastCpu) == core);

    /// <summary>What a load costs more than one that the L2 answers [ps].</summary>
    private double Beyond(SimDuration cost) => SimDuration.Max(cost - _hardware.Costs.L2Hit, SimDuration.Zero).Picoseconds;
}
