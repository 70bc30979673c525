using System.Security.Cryptography;
using System.Text.Json;
using GmpSim.Results;

namespace GmpSim.Scenarios.Batch;

/// <summary>Finished runs on disk, one file a run under <c>OUT/state</c>: what survives a kill and is used again by <c>--resume</c>.</summary>
/// <remarks>
/// A file appears by renaming and carries a fingerprint of everything its figures depend on, and a checksum. A file
/// that is torn, damaged, or of another plan is reported and otherwise treated as absent.
/// </remarks>
public sealed class RunStore : IRunSource
{
    /// <summary>Where finished runs lie in an output folder.</summary>
    public const string RunsFolder = "state/runs";

    private const string OutlineName = "plan.json";

    private readonly string _state;
    private readonly string _runs;
    private readonly Action<string> _notice;

    /// <summary>Opens the store of an output folder; nothing is created or read yet.</summary>
    /// <param name="outFolder">The output folder.</param>
    /// <param name="notice">Told about every file that is ignored; may be called from several threads at once.</param>
    public RunStore(string outFolder, Action<string> notice)
    {
        Folder = outFolder;
        _runs = Path.Combine(outFolder, RunsFolder);
        _state = Path.GetDirectoryName(_runs)!;
        _notice = notice;
    }

    /// <summary>The output folder.</summary>
    public string Folder { get; }

    /// <summary>Creates the folders, clears what a killed process left half-written, and keeps other processes out until the returned lock is disposed.</summary>
    /// <exception cref="StateInUseException">Another process holds the folder.</exception>
    public IDisposable Lock()
    {
        Directory.CreateDirectory(_runs);
        FileStream held;
        try
        {
            held = new FileStream(Path.Combine(_state, "lock"), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            throw new StateInUseException(Folder);
        }

        // Whoever left these was killed: nobody else is writing now.
        foreach (var file in Directory.EnumerateFiles(_runs, "*" + AtomicFile.TemporaryEnding)) File.Delete(file);
        return held;
    }

    /// <summary>Whether a batch has been planned here, be its plan readable or not.</summary>
    public bool HasOutline => Directory.Exists(_runs) && File.Exists(Path.Combine(_state, OutlineName));

    /// <summary>Removes every stored run, and the plan after them: a folder that is cleared halfway is still known as a batch's.</summary>
    public void Clear()
    {
        foreach (var file in Directory.EnumerateFiles(_runs, "*.json")) File.Delete(file);
        File.Delete(Path.Combine(_state, OutlineName));
    }

    /// <summary>Stores the plan beside its runs.</summary>
    public void WriteOutline(BatchOutline outline) => AtomicFile.Write(Path.Combine(_state, OutlineName), StateJson.Write(outline));

    /// <summary>The stored plan; <see langword="null"/> when there is none or it cannot be read.</summary>
    public BatchOutline? ReadOutline()
    {
        var path = Path.Combine(_state, OutlineName);
        if (!File.Exists(path)) return null;
        try
        {
            return StateJson.Read<BatchOutline>(File.ReadAllBytes(path));
        }
        catch (JsonException)
        {
            _notice($"{path} cannot be read");
            return null;
        }
    }

    /// <summary>Stores a finished run at once.</summary>
    public void Save(RunIdentity identity, RunRecord record) => SaveAs(identity, record);

    /// <summary>Stores what a pilot run said.</summary>
    public void Save(RunIdentity identity, PilotOutcome pilot) => SaveAs(identity, pilot);

    /// <summary>Whether there is a file for a run or pilot, whatever its state.</summary>
    public bool Has(RunIdentity identity) => File.Exists(PathOf(identity));

    /// <inheritdoc/>
    public RunRecord? FindRun(RunIdentity identity) => Find<RunRecord>(identity);

    /// <inheritdoc/>
    public PilotOutcome? FindPilot(RunIdentity identity) => Find<PilotOutcome>(identity);

    /// <summary>Removes a stored run that turned out not to be needed.</summary>
    public void Remove(RunIdentity identity) => File.Delete(PathOf(identity));

    /// <summary>Copies a stored run or pilot from another store, unread.</summary>
    /// <returns>Whether the other store has the file.</returns>
    public bool CopyFrom(RunStore other, RunIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(other);
        var source = other.PathOf(identity);
        if (!File.Exists(source)) return false;
        AtomicFile.Write(PathOf(identity), File.ReadAllBytes(source));
        return true;
    }

    private string PathOf(RunIdentity identity) => Path.Combine(_runs, identity.FileName);

    private void SaveAs<T>(RunIdentity identity, T content)
        where T : class
    {
        var stored = new Stored<T>(identity.Fingerprint, ChecksumOf(content), content);
        AtomicFile.Write(PathOf(identity), StateJson.Write(stored));
    }

    private T? Find<T>(RunIdentity identity)
        where T : class
    {
        var path = PathOf(identity);
        if (!File.Exists(path)) return null;
        try
        {
            var stored = StateJson.Read<Stored<T>>(File.ReadAllBytes(path));
            if (stored.Fingerprint != identity.Fingerprint) return Ignored<T>(path, "is of another plan");
            if (stored.Checksum != ChecksumOf(stored.Content)) return Ignored<T>(path, "is damaged");
            return stored.Content;
        }
        catch (JsonException)
        {
            return Ignored<T>(path, "is torn");
        }
    }

    private T? Ignored<T>(string path, string reason)
        where T : class
    {
        _notice($"{path} {reason}; the run is simulated again");
        return null;
    }

    private static string ChecksumOf<T>(T content) => Convert.ToHexStringLower(SHA256.HashData(StateJson.Write(content)).AsSpan(0, 8));

    private sealed record Stored<T>(string Fingerprint, string Checksum, T Content);
}
