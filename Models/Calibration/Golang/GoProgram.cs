using System.Reflection;

namespace GmpSim.Calibration.Golang;

/// <summary>The Go program of the calibration, built from the sources that come with the simulator.</summary>
/// <remarks>Everything lies in a temporary folder of its own, the compiler's cache included, and goes away with it. Only Go's standard library is used, and no network.</remarks>
public sealed class GoProgram : IDisposable
{
    private const string Prefix = "golang/";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4); // net/http from its sources on a slow core
    private readonly DirectoryInfo _folder;

    private GoProgram(GoToolchain toolchain, DirectoryInfo folder)
    {
        Toolchain = toolchain;
        _folder = folder;
    }

    /// <summary>What it was built with.</summary>
    public GoToolchain Toolchain { get; }

    /// <summary>The executable file.</summary>
    internal string File => Path.Combine(_folder.FullName, "worker");

    /// <summary>Builds the program.</summary>
    /// <param name="toolchain">What to build it with.</param>
    /// <param name="problem">What the toolchain said where it failed; empty otherwise.</param>
    /// <param name="cancel">Ends the build.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static GoProgram? Build(GoToolchain toolchain, out string problem, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(toolchain);
        var program = new GoProgram(toolchain, Directory.CreateTempSubdirectory("gmpsim-go-"));
        try
        {
            problem = program.Compile(cancel);
            if (problem.Length == 0) return program;
            cancel.ThrowIfCancellationRequested(); // Ctrl-C ends the compiler as well
        }
        catch
        {
            program.Dispose();
            throw;
        }

        program.Dispose();
        return null;
    }

    /// <summary>Removes the program and all that was made for it.</summary>
    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Left for whoever cleans the temporary folder: no reason to lose the results.
        }
    }

    private string Compile(CancellationToken cancel)
    {
        var sources = Directory.CreateDirectory(Path.Combine(_folder.FullName, "worker-src"));
        foreach (var name in Names()) WriteSource(name, sources);
        var files = sources.GetFiles("*.go").Select(file => file.FullName).Order(StringComparer.Ordinal);
        var built = ShortCommand.Run(Toolchain.Path, ["build", "-o", File, .. files], GoEnvironment.OfTools(_folder.FullName), s_patience, cancel);
        return built.Exit == 0 ? "" : $"{Toolchain.Version} could not build the programs: {built.Errors.Trim()}";
    }

    private static IEnumerable<string> Names() => Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal));

    private static void WriteSource(string name, DirectoryInfo folder)
    {
        using var source = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var file = System.IO.File.Create(Path.Combine(folder.FullName, name[Prefix.Length..]));
        source.CopyTo(file);
    }
}
