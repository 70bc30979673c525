namespace GmpSim.Cli;

/// <summary>Notes to the user from several threads: the first few in full, then only how many.</summary>
internal sealed class Notices(TextWriter writer)
{
    private const int Most = 5;

    private readonly Lock _gate = new();
    private int _count;

    internal void Say(string message)
    {
        lock (_gate)
        {
            if (++_count <= Most) writer.WriteLine($"note: {message}");
        }
    }

    internal void End()
    {
        lock (_gate)
        {
            if (_count > Most) writer.WriteLine($"note: and {_count - Most} more of that kind");
        }
    }
}
