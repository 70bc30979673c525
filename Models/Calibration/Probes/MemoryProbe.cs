using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Engine;

namespace GmpSim.Calibration.Probes;

/// <summary>M4: a chase of pointers through working sets that fit each cache, and none; several chases at once for the lines a core fetches in parallel.</summary>
/// <remarks>Huge pages are asked for, so that the larger sets pay for caches and not for address translation; whether they are had is the kernel's decision.</remarks>
internal sealed unsafe partial class MemoryProbe : IProbe, IDisposable
{
    public const string Id = "memory";

    private const int HugePage = 2 << 20;
    private const int UseHugePages = 14;
    private const int LineBytes = 64;
    private const int LargestCached = 8 << 20;
    private const int Loads = 4_000;

    /// <summary>Working sets: the first-level cache, the second, the last, memory.</summary>
    public static readonly (string Name, int Bytes)[] Sets = [("16KiB", 16 << 10), ("256KiB", 256 << 10), ("8MiB", 8 << 20), ("256MiB", 256 << 20)];

    /// <summary>Chases at once.</summary>
    public static readonly int[] Chains = [1, 2, 4, 8];

    private byte* _memory;

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        if (_memory is null) Prepare();
        var offset = 0L;
        foreach (var (name, bytes) in Sets)
        {
            var start = (nint)(_memory + offset);
            if (bytes <= LargestCached) Chase(ref start, bytes / LineBytes); // once around: every line is where it will be found
            context.Blocks($"set={name}", Loads, loads => Chase(ref start, loads));
            offset += bytes;
        }

        var last = _memory + offset - Sets[^1].Bytes;
        foreach (var chains in Chains)
        {
            var starts = Enumerable.Range(0, chains).Select(i => *(nint*)(last + (Sets[^1].Bytes / 8 * i))).ToArray();
            context.Blocks($"chains={chains}", Loads, loads => ChaseMany(starts, loads / chains));
        }
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }

    // One cycle through all lines of a set in random order (Sattolo), so that no prefetcher can guess the next.
    private void Prepare()
    {
        var bytesOfAll = (nuint)Sets.Sum(set => (long)set.Bytes);
        _memory = (byte*)NativeMemory.AlignedAlloc(bytesOfAll, HugePage);
        _ = Advise(_memory, bytesOfAll, UseHugePages);
        var stream = new RandomStream(1, "memory-chase");
        var at = _memory;
        foreach (var (_, bytes) in Sets)
        {
            var order = Enumerable.Range(0, bytes / LineBytes).ToArray();
            for (var i = order.Length - 1; i > 0; i--)
            {
                var other = stream.NextBelow(i);
                (order[i], order[other]) = (order[other], order[i]);
            }

            for (var i = 0; i < order.Length; i++) *(nint*)(at + ((long)i * LineBytes)) = (nint)(at + ((long)order[i] * LineBytes));
            at += bytes;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint bytes, int advice);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Chase(ref nint start, int loads)
    {
        var at = start;
        for (var i = 0; i < loads; i++) at = *(nint*)at;
        start = at;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ChaseMany(nint[] at, int loads)
    {
        for (var i = 0; i < loads; i++)
        {
            for (var chain = 0; chain < at.Length; chain++) at[chain] = *(nint*)at[chain];
        }
    }
}
