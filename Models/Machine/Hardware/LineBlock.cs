namespace GmpSim.Machine;

/// <summary>Memory whose fields lie on cache lines: fields that are closer than a line share it, whether they have to do with each other or not (false sharing).</summary>
public sealed class LineBlock
{
    private readonly Hardware _hardware;
    private CacheLine?[] _lines = new CacheLine?[1];

    internal LineBlock(Hardware hardware) => _hardware = hardware;

    /// <summary>The line on which a field lies; the block begins with a line.</summary>
    /// <param name="offset">Where the field begins [bytes], at least 0. One that would reach into the next line counts to the first.</param>
    public CacheLine At(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var number = offset / _hardware.Traits.LineBytes;
        if (number >= _lines.Length) Array.Resize(ref _lines, Math.Max(number + 1, 2 * _lines.Length));
        return _lines[number] ??= _hardware.NewLine();
    }
}
