using System.ComponentModel;
using Npgsql;

namespace Lti.Storage.Benchmarks.Tests;

/// <summary>A known failure ends a run with one line. A bug keeps its stack trace.</summary>
public sealed class EndingTests
{
    private static readonly PostgresException _diskFull = new("could not extend file: No space left on device", "ERROR", "ERROR", PostgresErrorCodes.DiskFull);

    public static TheoryData<Exception, int, string> Stops => new()
    {
        { new RefusedException("Not here."), 2, "Not here." },
        { new WrongAnswerException("launch"), 1, "launch was answered wrongly. Its time would mean nothing." },
        { new OperationCanceledException(), 130, "Interrupted. The run deleted its databases and files." },
        { new PostgresException("permission denied to create database", "ERROR", "ERROR", "42501"), 2, "42501: permission denied to create database" },
        { new NpgsqlException("Failed to connect.", new IOException("Connection refused.")), 2, "Failed to connect. Connection refused." },
        { new LtiStorageUnavailableException("The database does not answer.", LtiWorkOutcome.NotApplied, new TimeoutException("30 seconds are over.")), 2, "The database does not answer. 30 seconds are over." },
        { _diskFull, 2, "The server's disk is full. Ask for fewer rows or make room. 53100: could not extend file: No space left on device" },
        { new LtiStorageException("It failed.", _diskFull), 2, "The server's disk is full. Ask for fewer rows or make room. It failed. 53100: could not extend file: No space left on device" },
        { new IOException("No space left on device"), 2, "No space left on device" },
        { new UnauthorizedAccessException("Access is denied."), 2, "Access is denied." },
        { new Win32Exception(2, "No such program."), 2, "No such program." },
        { new ArgumentException("Not a path.", paramName: null), 2, "Not a path." },
        { new IOException("Two\nlines."), 2, "Two lines." },
    };

    [Theory]
    [MemberData(nameof(Stops))]
    public void Known_failure_ends_with_one_line(Exception exception, int code, string line)
        => Assert.Equal(new Ending(code, line), Ending.Of(exception));

    [Fact]
    public void Bug_of_the_program_has_no_ending() => Assert.Null(Ending.Of(new InvalidOperationException("A bug.")));

    [Theory]
    [InlineData("inmemory", "There is no contender 'inmemory'.")]
    [InlineData("npgsql", "127.0.0.1:1")]
    [InlineData("provider", "refused the connection")]
    public async Task Refused_first_launch_prints_one_line(string contender, string because)
    {
        var error = new StringWriter();
        SharedDatabase.ConnectionString = "Host=127.0.0.1;Port=1;Username=nobody";

        var code = await FirstLaunch.RunAsync(contender, TextWriter.Null, error);

        new CommandRun(code, "", error.ToString()).AssertRefused(because);
    }
}
