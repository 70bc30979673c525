namespace GmpSim.Scenarios.Batch;

/// <summary>What tells a stored run from every other.</summary>
/// <param name="FileName">Its file, without folder.</param>
/// <param name="Fingerprint">Hash of everything its figures depend on; a file with another one is foreign.</param>
public readonly record struct RunIdentity(string FileName, string Fingerprint);
