namespace GmpSim.Results;

/// <summary>A file that results were made from.</summary>
/// <param name="Name">Its name as given on the command line; never an absolute path.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hexadecimal.</param>
public sealed record SourceFile(string Name, string Sha256);
