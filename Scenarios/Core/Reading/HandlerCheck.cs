using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Follows every way through a handler: each must read the request once and then write the response once.</summary>
internal static class HandlerCheck
{
    /// <summary>How far a handler may have come; several at once where ways differ.</summary>
    [Flags]
    private enum Come
    {
        Start = 1,
        HasRead = 2,
        HasWritten = 4,
        Wrong = 8,
    }

    /// <summary>Whether a handler serves one request each time it runs.</summary>
    public static bool ServesOnce(ProgramSpec handler) => After(handler.Operations, Come.Start, handler.Dials) == Come.HasWritten;

    private static Come After(IReadOnlyList<OperationSpec> operations, Come come, bool dials)
    {
        foreach (var operation in operations) come = After(operation, come, dials);
        return come;
    }

    private static Come After(OperationSpec operation, Come come, bool dials)
    {
        switch (operation)
        {
            case ReadOperation { What: var what } when what == Transfer.Request || (what == Transfer.Bytes && !dials): return Moved(come, Come.Start, Come.HasRead);
            case WriteOperation { What: var what } when what == Transfer.Response || (what == Transfer.Bytes && !dials): return Moved(come, Come.HasRead, Come.HasWritten);
            case RepeatOperation { Times: null } endless: return After(endless.Body, After(endless.Body, come, dials), dials) | Come.Wrong;
            case RepeatOperation repeat:
                come = After(repeat.Body, come, dials);
                return repeat.Times > 1 ? After(repeat.Body, come, dials) : come;
            case ChooseOperation choose: return choose.Ways.Where(way => way.Percent > 0).Aggregate((Come)0, (all, way) => all | After(way.Body, come, dials));
            case SelectOperation select: return select.Cases.Aggregate((Come)0, (all, one) => all | After(one.Body, come, dials));
            default: return come;
        }
    }

    /// <summary>Who stands at <paramref name="from"/> comes to <paramref name="to"/>; for everybody else the step is wrong.</summary>
    private static Come Moved(Come come, Come from, Come to) => come == from ? to : come.HasFlag(from) ? to | Come.Wrong : Come.Wrong;
}
