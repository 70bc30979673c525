using System.CommandLine;

namespace GmpSim.Cli.Verbs;

/// <summary><c>gmpsim compare</c>.</summary>
internal static class CompareVerb
{
    /// <summary>The verb around its work: two folders, and the file for the table (<see langword="null"/>: in the second folder).</summary>
    internal static Command Create(Func<string, string, string?, int> compare)
    {
        var left = new Argument<string>("DIR_A") { Description = "Folder of a run." };
        var right = new Argument<string>("DIR_B") { Description = "Folder of the run to hold against it." };
        var output = new Option<string?>("--out") { Description = "File for the whole table. [default: compare.csv in DIR_B]", HelpName = "CSV" };
        var verb = new Verb("compare", "Paired differences of every metric, with confidence intervals.")
        {
            Examples = [("gmpsim compare before after", "What changed, B minus A and B over A, replication by replication.")],
        };
        verb.Arguments.Add(left);
        verb.Arguments.Add(right);
        verb.Options.Add(output);
        verb.SetAction(parsed => compare(parsed.GetRequiredValue(left), parsed.GetRequiredValue(right), parsed.GetValue(output)));
        return verb;
    }
}
