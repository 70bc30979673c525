using System.CommandLine;

namespace GmpSim.Cli.Verbs;

/// <summary><c>gmpsim plot</c>.</summary>
internal static class PlotVerb
{
    /// <summary>The verb around its work: the folders or tables, and where the plots go (<see langword="null"/>: beside the tables).</summary>
    internal static Command Create(Func<IReadOnlyList<string>, string?, int> plot)
    {
        var paths = new Argument<string[]>("DIR|CSV") { Description = "Folders or tables that a run has written; several folders are overlaid.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--out") { Description = "Folder to draw into, beneath plots/. [default: the first folder given]", HelpName = "DIR" };
        var verb = new Verb("plot", "Redraw plots from tables already written.")
        {
            Examples =
            [
                ("gmpsim plot out", "Draw out/plots again."),
                ("gmpsim plot before after --out overlay", "Two sets of results in one picture each."),
            ],
        };
        verb.Arguments.Add(paths);
        verb.Options.Add(output);
        verb.SetAction(parsed => plot(parsed.GetRequiredValue(paths), parsed.GetValue(output)));
        return verb;
    }
}
