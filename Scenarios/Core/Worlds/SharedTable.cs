using GmpSim.Load;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Worlds;

/// <summary>Numbers what the programs of a scenario share by name.</summary>
internal sealed class SharedTable
{
    private readonly List<SharedName> _names = [];
    private readonly Dictionary<(SharedKind Kind, string Name), int> _numbers = [];
    private readonly Dictionary<string, int> _buffers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _poolSizes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _accepted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _readLocked = new(StringComparer.Ordinal);

    /// <summary>Everything that got a number, in order.</summary>
    public IReadOnlyList<SharedName> Names => _names;

    /// <summary>Notes what single operations say about things that others use too. To be called before any number is asked for.</summary>
    public void Collect(IEnumerable<ProgramSpec> programs)
    {
        foreach (var operation in programs.SelectMany(program => program.AllOperations)) Collect(operation);
    }

    /// <summary>Whether somebody locks that name for reading: then it is a read-write mutex.</summary>
    public bool IsReadLocked(string name) => _readLocked.Contains(name);

    /// <summary>The number of a thing within its kind; the first to ask makes it.</summary>
    public int NumberOf(SharedKind kind, string name)
    {
        if (_numbers.TryGetValue((kind, name), out var number)) return number;
        number = _names.Count(known => known.Kind == kind);
        _numbers[(kind, name)] = number;
        var size = kind switch
        {
            SharedKind.Channel => _buffers.GetValueOrDefault(name),
            SharedKind.Pool => _poolSizes[name],
            SharedKind.Service => _accepted.Contains(name) ? 1 : 0,
            _ => 0,
        };
        _names.Add(new SharedName(kind, name, size));
        return number;
    }

    private void Collect(OperationSpec operation)
    {
        switch (operation)
        {
            case AcceptOperation accept: _accepted.Add(accept.Listener); break;
            case ReadLockOperation locked: _readLocked.Add(locked.Name); break;
            case AcquireOperation { Size: { } size } acquire: _poolSizes[acquire.Pool] = size; break;
            case SendOperation send: Collect(send.Channel); break;
            case ReceiveOperation receive: Collect(receive.Channel); break;
            case CloseOperation close: Collect(close.Channel); break;
            case SelectOperation select:
                foreach (var one in select.Cases) Collect(one.Channel);
                break;
        }
    }

    private void Collect(ChannelUse? channel)
    {
        if (channel is { Buffer: { } buffer }) _buffers[channel.Name] = buffer;
    }
}
