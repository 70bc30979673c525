namespace GmpSim.Machine;

/// <summary>A core that holds threads back while their group has no CPU time left.</summary>
internal interface IThrottledCore
{
    /// <summary>The group may run here again.</summary>
    void Unthrottle(CoreBudget budget);
}
