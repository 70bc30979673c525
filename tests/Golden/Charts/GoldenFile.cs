using System.Runtime.CompilerServices;
using System.Text;

namespace GmpSim.Tests.Golden.Charts;

/// <summary>Compares a text with the file that was looked at and approved.</summary>
/// <remarks>Set <c>GMPSIM_UPDATE_GOLDEN=1</c> to write the files anew; then look at every picture before committing it.</remarks>
internal static class GoldenFile
{
    public static void AssertMatches(string name, string actual)
    {
        var path = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("GMPSIM_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, Encoding.UTF8.GetBytes(actual));
            return;
        }

        Assert.That(File.Exists(path), Is.True, $"{name} was never recorded");
        Assert.That(Encoding.UTF8.GetBytes(actual), Is.EqualTo(File.ReadAllBytes(path)), name);
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Expected");
}
