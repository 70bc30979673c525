using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>A timerfd: becomes readable at an instant, from a timer interrupt.</summary>
public sealed class TimerFd : Pollable, IEventReceiver
{
    private const byte Expired = 0;

    private readonly int _self;
    private readonly KernelThread _owner;
    private int _generation;
    private bool _expired;

    /// <summary>Creates a disarmed timer; its interrupts arrive on the core that <paramref name="owner"/> used last.</summary>
    public TimerFd(Host host, KernelThread owner)
        : base(host)
    {
        ArgumentNullException.ThrowIfNull(host);
        _owner = owner;
        _self = host.Simulation.Register(this);
    }

    /// <inheritdoc/>
    public string Name => _owner.Name + "/timerfd";

    /// <inheritdoc/>
    public override PollMask Poll() => _expired ? PollMask.In : PollMask.None;

    /// <summary>timerfd_settime to an absolute instant. The caller pays a system call; slack is not added: timerfds have none.</summary>
    public void Arm(KernelThread caller, SimTime at)
    {
        ArgumentNullException.ThrowIfNull(caller);
        caller.CallKernel();
        _expired = false;
        Host.Simulation.Schedule(SimTime.Max(at, Host.Simulation.Now), _self, Expired, ++_generation);
    }

    /// <summary>Reads the expiry: the timer is not readable any more.</summary>
    public void Disarm(KernelThread caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        caller.CallKernel();
        _expired = false;
        _generation++;
    }

    /// <inheritdoc/>
    public string CodeName(byte code) => code switch
    {
        Expired => "expired",
        _ => code.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public void Receive(in SimEvent occurrence)
    {
        if (occurrence.Subject != _generation) return;
        _expired = true;
        var core = _owner.Core;
        core.Interrupt(Notify(PollMask.In, core, SimDuration.Zero));
    }
}
