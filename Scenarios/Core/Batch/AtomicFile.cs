namespace GmpSim.Scenarios.Batch;

/// <summary>Writes files that are there as a whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Ending of a file that is being written; such a file is nobody's.</summary>
    internal const string TemporaryEnding = ".tmp";

    /// <summary>Writes to a temporary name in the same folder, then renames over the old file.</summary>
    internal static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + TemporaryEnding;
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The same for a file that is too long to hold.</summary>
    internal static void Write(string path, Action<Stream> fill)
    {
        var temporary = path + TemporaryEnding;
        using (var stream = File.Create(temporary)) fill(stream);
        File.Move(temporary, path, overwrite: true);
    }
}
