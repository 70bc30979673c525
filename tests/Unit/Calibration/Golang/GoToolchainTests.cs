using GmpSim.Calibration.Golang;
using GmpSim.Cli.Golang;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Tests.Unit.Calibration.Golang;

public sealed class GoToolchainTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void Make_a_folder() => _folder = Directory.CreateTempSubdirectory("gmpsim-test-");

    [TearDown]
    public void Remove_it() => _folder.Delete(recursive: true);

    [TestCase("go version go1.19.8 linux/amd64", "go1.19.8", 19)]
    [TestCase("go version go1.24 linux/arm64", "go1.24", 24)]
    [TestCase("go version go1.23rc1 linux/amd64", "go1.23rc1", 23)]
    [TestCase("go version devel go1.26-2a1b3c Thu Oct 2 linux/amd64", "go1.26-2a1b3c", 26)]
    public void Its_version_is_what_go_version_prints(string line, string version, int minor) =>
        Assert.That(GoToolchain.Parse("/bin/go", line), Is.EqualTo(new GoToolchain("/bin/go", version, minor)));

    [TestCase("")]
    [TestCase("go: the game, version 2")]
    [TestCase("go version gccgo (Debian 12.2.0)")]
    public void Anything_else_is_no_toolchain(string line) => Assert.That(GoToolchain.Parse("/bin/go", line), Is.Null);

    [Test]
    public void An_empty_search_path_has_none_and_the_message_says_what_to_install()
    {
        Assert.That(GoToolchain.Find(_folder.FullName, out var problem), Is.Null);
        Assert.That(problem, Does.Contain("no Go toolchain on PATH").And.Contain("golang-go"));
    }

    [Test]
    public void It_is_found_in_the_second_folder_of_the_path()
    {
        Fake("echo 'go version go1.21.4 linux/amd64'");

        var found = GoToolchain.Find($"/nowhere{Path.PathSeparator}{_folder.FullName}", out var problem);

        Assert.That(found, Is.EqualTo(new GoToolchain(Path.Combine(_folder.FullName, "go"), "go1.21.4", 21)), problem);
    }

    [Test]
    public void One_that_is_too_old_is_named_with_the_version_that_is_needed()
    {
        Fake("echo 'go version go1.15.2 linux/amd64'");

        Assert.That(GoToolchain.Find(_folder.FullName, out var problem), Is.Null);
        Assert.That(problem, Does.Contain("go1.15.2").And.Contain("at least Go 1.17"));
    }

    [Test]
    public void One_that_is_broken_is_told_with_what_it_said()
    {
        Fake("echo 'cannot find GOROOT' >&2; exit 2");

        Assert.That(GoToolchain.Find(_folder.FullName, out var problem), Is.Null);
        Assert.That(problem, Does.Contain("cannot find GOROOT"));
    }

    [Test]
    public void A_build_that_fails_leaves_the_compilers_message_and_no_program()
    {
        Fake("echo 'no space left on device' >&2; exit 1");

        using var program = GoProgram.Build(new(Path.Combine(_folder.FullName, "go"), "go1.19.8", 19), out var problem, CancellationToken.None);

        Assert.That(program, Is.Null);
        Assert.That(problem, Does.Contain("go1.19.8 could not build").And.Contain("no space left on device"));
    }

    [Test]
    public void A_build_is_ended_by_cancelling_it()
    {
        Fake("sleep 60");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.That(() => GoProgram.Build(new(Path.Combine(_folder.FullName, "go"), "go1.19.8", 19), out _, cancel.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Without_a_toolchain_nothing_is_observed_and_the_reason_is_noted()
    {
        if (!OperatingSystem.IsLinux() || Environment.ProcessorCount < 2) Assert.Ignore("another reason comes first here");

        var findings = new GoSession(new WorldExecutor(), _ => { }, (_, _, _) => { }).Run(_folder.FullName, null, GoEffort.Quick, CancellationToken.None);

        Assert.That(findings.Observations, Is.Empty);
        Assert.That(findings.Notes, Has.One.Contains("no real Go programs were run: there is no Go toolchain on PATH"));
    }

    private void Fake(string script)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("the stand-in is a shell script");
            return;
        }

        var file = Path.Combine(_folder.FullName, "go");
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
