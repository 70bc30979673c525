using GmpSim.Engine;

namespace GmpSim.Machine;

/// <content>Hardware threads of one core: while a sibling is busy, work here takes longer.</content>
/// <remarks>
/// <para>A burst is work; at full speed it lasts as long. From the instant at which a sibling becomes busy what is left of it is stretched to work · 100 / speed, and shortened again when the sibling rests. What a burst lasts longer than its
/// work is booked apart (<see cref="CpuUse.Sibling"/>), to the picosecond: fractions are rounded to whole picoseconds of the stretch, and no work is lost.</para>
/// <para>A sibling is busy from the end of the switch to a thread until it goes idle. Switches and interrupts are not stretched, and an interrupt alone slows nobody.</para>
/// </remarks>
public sealed partial class Core
{
    private Core[] _siblings = [];
    private bool _isKnownBusy; // what the siblings have been told
    private bool _isSlowed;
    private SimDuration _slowedWork; // left of the burst when its present slow part began
    private SimDuration _slowedTime; // what that takes at the speed of now
    private SimDuration _stretch; // by which earlier slow parts of the burst have lasted longer than their work

    /// <summary>By how much the burst in progress has lasted longer so far than the work that it has done.</summary>
    private SimDuration Stretched => _isSlowed && _computing ? _stretch + StretchOfSlowPart : _stretch;

    private SimDuration StretchOfSlowPart
    {
        get
        {
            var left = _burstEnd - (_host.Simulation.Now + InterruptLeft);
            var passed = _slowedTime - left;
            return passed - (left == SimDuration.Zero ? _slowedWork : SimDuration.Min(_slowedWork, passed * _host.Hardware.Traits.SiblingSpeedPercent / 100));
        }
    }

    /// <summary>The other hardware threads of this one's core, where they slow it down.</summary>
    internal void SetSiblings(Core[] siblings) => _siblings = siblings;

    /// <summary>The siblings learn whether this hardware thread is busy.</summary>
    private void TellSiblings()
    {
        if (_siblings.Length == 0 || _isKnownBusy == !IsIdle) return;
        _isKnownBusy = !IsIdle;
        foreach (var sibling in _siblings) sibling.OnSiblingTurned();
    }

    private void OnSiblingTurned()
    {
        if (!_computing || _isSlowed == HasBusySibling()) return;
        EndSlowPart();
        BeginSlowPart();
        ScheduleBurstEnd();
    }

    /// <summary>What is left of the burst in progress, all of it work so far, is stretched if a sibling is busy.</summary>
    private void BeginSlowPart()
    {
        if (_siblings.Length == 0 || !HasBusySibling()) return;
        _isSlowed = true;
        var speed = _host.Hardware.Traits.SiblingSpeedPercent;
        _slowedWork = _burstEnd - SimTime.Max(_burstStart, _host.Simulation.Now + InterruptLeft);
        _slowedTime = _slowedWork + (_slowedWork * (100 - speed) / speed);
        _burstEnd += _slowedTime - _slowedWork;
    }

    /// <summary>The burst in progress goes on at full speed, as far as it is left.</summary>
    private void EndSlowPart()
    {
        if (!_isSlowed) return;
        var stretched = StretchOfSlowPart;
        _burstEnd -= _slowedTime - _slowedWork - stretched;
        _stretch += stretched;
        _isSlowed = false;
    }

    private bool HasBusySibling()
    {
        foreach (var sibling in _siblings)
        {
            if (sibling._isKnownBusy) return true;
        }

        return false;
    }
}
