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
}
