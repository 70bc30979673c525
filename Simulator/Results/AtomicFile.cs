using System.Text;

namespace GmpSim.Results;

/// <summary>Writes files that are never seen half written.</summary>
/// <remarks>
/// The bytes go to a temporary name in the same folder, reach the disk, and take the final name in one step. Whoever
/// reads, and whoever is interrupted, meets either the old file or the new one.
/// </remarks>
public static class AtomicFile
{
    /// <summary>Ending of a file that is being written; such a file is nobody's.</summary>
    public const string TemporaryEnding = ".tmp";

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes <paramref name="text"/> as UTF-8 without a byte-order mark; its folder is made when missing.</summary>
    /// <exception cref="IOException">The folder or the file cannot be written.</exception>
    public static void Write(string path, string text) => Write(path, stream => stream.Write(s_utf8.GetBytes(text)));

    /// <summary>Writes bytes; its folder is made when missing.</summary>
    /// <exception cref="IOException">The folder or the file cannot be written.</exception>
    public static void Write(string path, byte[] content) => Write(path, stream => stream.Write(content));

    /// <summary>Writes whatever <paramref name="fill"/> puts into the stream; when it fails, the old file stays.</summary>
    /// <exception cref="IOException">The folder or the file cannot be written.</exception>
    public static void Write(string path, Action<Stream> fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(full)}{TemporaryEnding}");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                fill(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
