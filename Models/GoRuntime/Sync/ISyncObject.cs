namespace GmpSim.GoRuntime;

/// <summary>Something that goroutines wait for, as the invariant checker sees it.</summary>
internal interface ISyncObject
{
    /// <summary>What messages call it.</summary>
    string Name { get; }

    /// <summary>Its wait queues, one after another.</summary>
    /// <param name="index">From 0; <see langword="null"/> is returned behind the last.</param>
    WaitQueue? QueueAt(int index);

    /// <summary>What is wrong with its state between two events; <see langword="null"/> when nothing is.</summary>
    string? FindFault();
}
