namespace GmpSim.Reports.Tables;

/// <summary>A table that cannot be read; the message is a diagnostic, <c>file:line:column: error CODE: …</c>.</summary>
public sealed class TableException : Exception
{
    /// <summary>A table that cannot be read.</summary>
    public TableException()
    {
    }

    /// <summary>A table that cannot be read, with the whole diagnostic.</summary>
    public TableException(string message)
        : base(message)
    {
    }

    /// <summary>A table that cannot be read, with the whole diagnostic and its cause.</summary>
    public TableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static TableException At(string file, int line, int column, string code, string message, Exception? cause = null) =>
        new($"{file}:{line}:{column}: error {code}: {message}", cause!);
}
