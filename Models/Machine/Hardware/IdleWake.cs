namespace GmpSim.Machine;

/// <summary>How an idle CPU learns that there is something to do.</summary>
public enum IdleWake
{
    /// <summary>It watches a flag (MWAIT, POLL): the waker writes it, and no interrupt is sent (TIF_POLLING_NRFLAG).</summary>
    Polling,

    /// <summary>It waits for an interrupt (HLT, WFI).</summary>
    Interrupt,

    /// <summary>A virtual CPU of KVM: halting leaves the guest, and so does sending an interrupt; the host polls for a while before it gives the core away.</summary>
    Kvm,
}
