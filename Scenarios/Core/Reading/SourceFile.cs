using System.Security.Cryptography;
using System.Text;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Reading;

/// <summary>A text file with its bounds checked: it exists, is not too large, and is UTF-8.</summary>
/// <param name="Text">The text.</param>
/// <param name="Hash">SHA-256 of its bytes, lower-case hexadecimal.</param>
internal sealed record SourceFile(SourceText Text, string Hash)
{
    /// <summary>Largest scenario file or machine profile [bytes].</summary>
    public const int LargestFileBytes = 4 << 20;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="blamed">The place that names the file; the file's own first line when <see langword="null"/>.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <returns><see langword="null"/> where the file cannot be used.</returns>
    public static SourceFile? Open(string path, string name, SourceSpan? blamed, DiagnosticBag problems)
    {
        var place = blamed ?? new SourceSpan(new SourceText(name, ""), 1, 1, 1);
        var bytes = Bytes(path, name, place, LargestFileBytes, problems);
        return bytes is null ? null : Decode(bytes, name, problems);
    }

    /// <summary>The bytes of a file, or <see langword="null"/> with the reason among the problems.</summary>
    public static byte[]? Bytes(string path, string name, SourceSpan place, int largest, DiagnosticBag problems)
    {
        string? Failed(string why)
        {
            problems.Error(Codes.FileUnreadable, place, $"cannot read {Readable.Quoted(name)}: {why}");
            return null;
        }

        try
        {
            if (path.Contains('\0')) _ = Failed("a path has no NUL character");
            else if (Directory.Exists(path)) _ = Failed("it is a directory");
            else return Limited(path, name, place, largest, problems);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            _ = Failed("there is no such file");
        }
        catch (UnauthorizedAccessException)
        {
            _ = Failed("permission denied");
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or NotSupportedException)
        {
            _ = Failed("the system refuses to read it");
        }

        return null;
    }

    /// <summary>The text of these bytes, or <see langword="null"/> with the reason among the problems.</summary>
    public static SourceFile? Decode(byte[] bytes, string name, DiagnosticBag problems)
    {
        var content = bytes.AsSpan();
        if (content.StartsWith<byte>([0xEF, 0xBB, 0xBF])) content = content[3..];
        var bad = FirstBadByte(content);
        if (bad >= 0)
        {
            var before = Encoding.Latin1.GetString(content[..bad]);
            var line = before.AsSpan().Count('\n') + 1;
            var column = before.Length - (before.LastIndexOf('\n') + 1) + 1;
            var what = content[bad] == 0 ? "a NUL byte" : $"byte 0x{content[bad]:X2}, which is not UTF-8";
            problems.Error(Codes.NotText, new SourceSpan(new SourceText(name, ""), line, column, 1), $"the file is not text: it holds {what}");
            return null;
        }

        return new SourceFile(new SourceText(name, s_strictUtf8.GetString(content)), Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static byte[]? Limited(string path, string name, SourceSpan place, int largest, DiagnosticBag problems)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

        // Read to the limit and no further: the length of a pipe or device is not known beforehand.
        var buffer = new byte[Math.Min(largest, stream.CanSeek ? stream.Length : largest) + 1];
        var count = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (count > largest || (stream.CanSeek && stream.Length > largest))
        {
            problems.Error(Codes.FileTooLarge, place, $"{Readable.Quoted(name)} is larger than {largest >> 20} MiB");
            return null;
        }

        return buffer[..count];
    }

    private static int FirstBadByte(ReadOnlySpan<byte> content)
    {
        var zero = content.IndexOf((byte)0);
        var position = 0;
        while (position < content.Length)
        {
            var status = Rune.DecodeFromUtf8(content[position..], out _, out var length);
            if (status != System.Buffers.OperationStatus.Done) return zero >= 0 ? Math.Min(zero, position) : position;
            position += length;
        }

        return zero;
    }
}
