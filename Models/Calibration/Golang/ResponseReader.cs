using System.Buffers.Text;

namespace GmpSim.Calibration.Golang;

/// <summary>Finds where a response ends, by its length. All responses of a server are alike, so the first one tells how long they are.</summary>
/// <param name="known">Bytes of a response where that is known before; 0 for HTTP.</param>
internal sealed class ResponseReader(int known)
{
    private const int MostHeaderBytes = 8192;
    private readonly List<byte> _header = [];
    private int _length = known;
    private int _seen;

    /// <summary>Takes what has been read.</summary>
    /// <returns><see langword="true"/> when the response is complete.</returns>
    /// <exception cref="GoRunException">It is no HTTP response with a length, or one that is no success.</exception>
    internal bool Take(ReadOnlySpan<byte> bytes)
    {
        if (_length == 0) LearnFrom(bytes);
        _seen += bytes.Length;
        if (_length == 0 || _seen < _length) return false;
        if (_seen > _length) throw new GoRunException($"the server sent {_seen} bytes where {_length} were due");
        _seen = 0;
        return true;
    }

    private void LearnFrom(ReadOnlySpan<byte> bytes)
    {
        _header.AddRange(bytes);
        var text = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_header);
        var end = text.IndexOf("\r\n\r\n"u8);
        if (end < 0 && _header.Count < MostHeaderBytes) return;
        var at = text.IndexOf("Content-Length: "u8);
        if (end < 0 || at < 0 || !text.StartsWith("HTTP/1.1 200"u8) || !Utf8Parser.TryParse(text[(at + "Content-Length: ".Length)..], out int body, out _))
            throw new GoRunException("the server's response is no HTTP success with a length");
        _length = end + "\r\n\r\n".Length + body;
        _header.Clear();
    }
}
