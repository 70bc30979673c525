using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>One instruction of a goroutine program.</summary>
/// <param name="Kind">What it does; which of the other values it uses, the kind says.</param>
/// <param name="Time">A time to sample.</param>
/// <param name="Count">Rounds of a loop (0 for endless), goroutines of a spawn.</param>
/// <param name="Target">Instruction to go on with.</param>
/// <param name="Program">Program that <see cref="OperationKind.Spawn"/> starts.</param>
public sealed record Operation(OperationKind Kind, Distribution? Time = null, int Count = 1, int Target = 0, GoroutineProgram? Program = null)
{
    /// <summary>Number of the shared thing that it is about, within its <see cref="SharedKind"/>; −1 for none, or for the goroutine's own.</summary>
    public int Shared { get; init; } = -1;

    /// <summary>Which of the channels of a name it is about.</summary>
    public ChannelPosition At { get; init; }

    /// <summary>Bytes allocated, touched, or to read or write; 0 where nothing is said.</summary>
    public int Bytes { get; init; }

    /// <summary>Where the touched field lies in its memory [bytes].</summary>
    public int Offset { get; init; }

    /// <summary>How far apart the fields of neighbours in a spawn lie [bytes]; 0 where all touch the same.</summary>
    public int Stride { get; init; }

    /// <summary>Size of the memory of which a part is touched [bytes].</summary>
    public int MemorySize { get; init; }

    /// <summary>Whether a touched line is written.</summary>
    public bool IsWrite { get; init; }

    /// <summary>Whether a system call is a call into C (<c>cgocall</c>).</summary>
    public bool IsCgo { get; init; }

    /// <summary>Whether the runtime knows beforehand that a system call blocks (<c>entersyscallblock</c>).</summary>
    public bool IsBlocking { get; init; }

    /// <summary>Round-trip time to a service that is dialled.</summary>
    public SimDuration Rtt { get; init; }

    /// <summary>Limits under which a connection that is dialled is kept when its program has done with it; <see langword="null"/> for closing it.</summary>
    public IdleLimits? Keeps { get; init; }

    /// <summary>When a read, or waiting for an item of a pool, fails, from its begin; <see langword="null"/> for never.</summary>
    public SimDuration? Deadline { get; init; }

    /// <summary>The ways of <see cref="OperationKind.Choose"/>.</summary>
    public ChoiceWay[] Ways { get; init; } = [];

    /// <summary>The cases of <see cref="OperationKind.Select"/>.</summary>
    public IReadOnlyList<SelectCase> Cases { get; init; } = [];

    /// <summary>Which of <see cref="Cases"/> a result of the runtime's select stands for: it numbers the cases without the default.</summary>
    internal int IndexOfCase(int taken)
    {
        var number = 0;
        for (var i = 0; i < Cases.Count; i++)
        {
            if ((Cases[i].Kind == SelectCaseKind.Default ? GoRuntime.Select.Default : number++) == taken) return i;
        }

        throw new InvalidOperationException($"A select has no case {taken}.");
    }
}
