using System.Globalization;

namespace GmpSim.Calibration.Golang;

/// <summary>The environment of Go's tools and programs.</summary>
internal static class GoEnvironment
{
    /// <summary>For the tools: no network, no module, nothing written outside one folder, no C compiler, whatever the user's own settings are.</summary>
    /// <param name="folder">Where caches go.</param>
    internal static IReadOnlyDictionary<string, string> OfTools(string folder) => new Dictionary<string, string>
    {
        ["GOPROXY"] = "off",
        ["GOSUMDB"] = "off",
        ["GO111MODULE"] = "off",
        ["GOTOOLCHAIN"] = "local",
        ["GOENV"] = "off",
        ["GOFLAGS"] = "",
        ["GOWORK"] = "off",
        ["GOOS"] = "",
        ["GOARCH"] = "",
        ["CGO_ENABLED"] = "0",
        ["GOCACHE"] = Path.Combine(folder, "cache"),
        ["GOPATH"] = Path.Combine(folder, "path"),
        ["GOTMPDIR"] = "",
    };

    /// <summary>For a program: that many Ps, and no collector unless memory runs short, because the scenarios allocate nothing.</summary>
    /// <param name="gomaxprocs">Number of Ps.</param>
    /// <param name="schedTrace">Shortest time between two lines of schedtrace; <see langword="null"/> for none.</param>
    internal static IReadOnlyDictionary<string, string> OfProgram(int gomaxprocs, TimeSpan? schedTrace) => new Dictionary<string, string>
    {
        ["GOMAXPROCS"] = $"{gomaxprocs}",
        ["GOGC"] = "off",
        ["GOMEMLIMIT"] = "1GiB",
        ["GODEBUG"] = schedTrace is { } period ? string.Create(CultureInfo.InvariantCulture, $"schedtrace={period.TotalMilliseconds:0}") : "",
        ["GOTRACEBACK"] = "",
    };
}
