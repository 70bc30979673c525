namespace GmpSim.Load;

/// <summary>A goroutine program, flattened: loops are jumps.</summary>
public sealed class GoroutineProgram(string name)
{
    /// <summary>Its name in the scenario.</summary>
    public string Name { get; } = name;

    /// <summary>Its instructions. Filled after creation, so that programs can spawn each other.</summary>
    public IReadOnlyList<Operation> Operations => Code;

    /// <summary>The instructions as an array: the interpreter reads one every few hundred simulated nanoseconds.</summary>
    internal Operation[] Code { get; private set; } = [];

    /// <summary>How many loops are open at once at most.</summary>
    public int LoopDepth { get; private set; }

    /// <summary>Whether it waits for the goroutines that it has spawned in no group.</summary>
    public bool WaitsForChildren { get; private set; }

    /// <summary>Sets the instructions.</summary>
    public void Define(IReadOnlyList<Operation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        Code = [.. operations];
        WaitsForChildren = operations.Any(operation => operation is { Kind: OperationKind.Wait, Shared: < 0 });
        var depth = 0;
        foreach (var operation in operations)
        {
            if (operation.Kind == OperationKind.RepeatBegin) LoopDepth = Math.Max(LoopDepth, ++depth);
            if (operation.Kind == OperationKind.RepeatEnd) depth--;
        }
    }
}
