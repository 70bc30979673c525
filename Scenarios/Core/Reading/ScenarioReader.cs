using System.Text;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads scenario files: everything is checked before anything runs, and every problem is told at once.</summary>
public static class ScenarioReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is; messages name it as given.</param>
    /// <param name="options">What the command line changes; nothing by default.</param>
    /// <returns>The file, or the reasons why there is none. Never throws for what a user can do wrong.</returns>
    public static ReadResult Read(string path, ReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var problems = new DiagnosticBag();
        return Read(path, SourceFile.Open(path, path, null, problems), options ?? ReadOptions.None, problems);
    }

    /// <summary>Reads a text as if it were the content of a file.</summary>
    /// <param name="path">Name of the file for messages; paths in the text are relative to its folder.</param>
    /// <param name="text">The text.</param>
    /// <param name="options">What the command line changes; nothing by default.</param>
    public static ReadResult ReadText(string path, string text, ReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        var problems = new DiagnosticBag();
        return Read(path, SourceFile.Decode(Encoding.UTF8.GetBytes(text), path, problems), options ?? ReadOptions.None, problems);
    }

    private static ReadResult Read(string path, SourceFile? file, ReadOptions options, DiagnosticBag problems)
    {
        var overrides = Override.All(options, problems);
        var read = file is not null && YamlTree.Read(file.Text, problems) is { } root ? File(path, file, root, options, overrides, problems) : null;
        return new ReadResult(problems.HasErrors ? null : read, problems.Sorted());
    }

    private static ScenarioFile? File(string path, SourceFile source, SourceNode root, ReadOptions options, IReadOnlyList<Override> overrides, DiagnosticBag problems)
    {
        // Scenarios are checked one by one, after their merging; here only what stands around them.
        var top = new SourceSpan(source.Text, 1, 1, 1);
        new ShapeValidator(problems, isComplete: false).Check(root, ScenarioShapes.File, top, "the file");
        if (root is not SourceMapping file) return null;
        ReportMissing(file, top, problems);

        var context = new ReadContext(path, problems) { MayStandStill = options.MayStandStill, MachineFile = options.MachineFile };
        new MachineChecks(context, file).CheckAll();
        var scenarios = file.Value("scenarios") as SourceMapping ?? new SourceMapping(top, []);
        var assembler = new ScenarioAssembler(context, file, overrides, options.Means);
        var read = scenarios.Entries.Select(entry => assembler.Read(entry.Key, entry.Value)).ToArray();
        assembler.ReportUnfitting(scenarios);
        if (problems.HasErrors) return null;

        new UnusedReporter(context, file).Report();
        var title = (file.Value("title") as SourceScalar)?.Text ?? "";
        return new ScenarioFile(path, title, source.Hash, [.. read.Select(scenario => scenario!)]) { DataFiles = context.Tables.Read };
    }

    private static void ReportMissing(SourceMapping file, SourceSpan top, DiagnosticBag problems)
    {
        var misspelt = file.Entries.Where(entry => ScenarioShapes.File.Find(entry.Key.Text) is null).Select(entry => Nearest.To(entry.Key.Text, ScenarioShapes.File.Keys.Select(key => key.Name))).ToArray();
        var missing = ScenarioShapes.File.Keys.Where(key => key.IsRequired && file.Find(key.Name) is null && !misspelt.Contains(key.Name)).Select(key => key.Name == "gmpsim" ? "'gmpsim: 1'" : $"'{key.Name}'").ToArray();
        if (missing.Length > 0) problems.Error(Codes.MissingKey, top, $"the file needs {string.Join(" and ", missing)}");
    }
}
