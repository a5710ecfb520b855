using System.Net.Sockets;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Failures;

/// <summary>Checks the class, outcome and advice of each failure (rule F1).</summary>
public sealed class ClassificationTests
{
    [Theory, Rule("F1")]
    [InlineData("40001", FailureKind.Conflict)]
    [InlineData("40P01", FailureKind.Conflict)]
    [InlineData("0A000", FailureKind.StalePlan)]
    [InlineData("26000", FailureKind.StalePlan)]
    [InlineData("25006", FailureKind.ReadOnly)]
    [InlineData("57014", FailureKind.ServerTimeout)]
    [InlineData("55P03", FailureKind.ServerTimeout)]
    [InlineData("53100", FailureKind.ServerTrouble)]
    [InlineData("53200", FailureKind.ServerTrouble)]
    [InlineData("58030", FailureKind.ServerTrouble)]
    [InlineData("XX000", FailureKind.ServerTrouble)]
    [InlineData("42P01", FailureKind.NotSetUp)]
    [InlineData("42703", FailureKind.NotSetUp)]
    [InlineData("3F000", FailureKind.NotSetUp)]
    [InlineData("42501", FailureKind.NotSetUp)]
    [InlineData("42P05", FailureKind.NotSetUp)]
    [InlineData("22P05", FailureKind.Refused)]
    public void Server_error_proves_that_the_statement_was_rolled_back(string sqlState, object kind)
    {
        var failure = Failure.AfterSending(new PostgresException("text with a secret", "ERROR", "ERROR", sqlState, file: "pl_exec.c"))!;

        Assert.Equal(((FailureKind)kind, LtiWorkOutcome.NotApplied), (failure.Kind, failure.Outcome));
        Assert.Contains(sqlState, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Theory, Rule("F1")]
    [InlineData("FATAL", "57P01")]
    [InlineData("PANIC", "XX000")]
    [InlineData("FATAL", "40001")]
    [InlineData("ERROR", "40003")]
    [InlineData("ERROR", "08006")]
    public void Fatal_error_or_lost_connection_after_sending_is_unknown_whatever_its_code(string severity, string sqlState)
        => AssertUnknown(FailureKind.Broken, new PostgresException("text", severity, severity, sqlState));

    [Fact, Rule("F1")]
    public void Broken_connection_or_timeout_after_sending_is_unknown()
    {
        AssertUnknown(FailureKind.Broken, new NpgsqlException("broken", new EndOfStreamException()));
        AssertUnknown(FailureKind.Broken, new NpgsqlException("broken", new SocketException((int)SocketError.ConnectionReset)));
        AssertUnknown(FailureKind.Broken, new IOException());
        AssertUnknown(FailureKind.TimedOut, new NpgsqlException("slow", new TimeoutException()));
    }

    [Fact, Rule("F1")]
    public void Attempt_cut_off_by_disposal_or_not_replicated_is_unknown_and_one_without_commit_is_not_applied()
    {
        Assert.Equal((FailureKind.Disposed, LtiWorkOutcome.Unknown), Seen(new OperationCanceledException()));
        Assert.Equal((FailureKind.NotReplicated, LtiWorkOutcome.Unknown), Seen(new NotReplicatedException()));
        Assert.Equal((FailureKind.TimedOut, LtiWorkOutcome.NotApplied), Seen(new UncommittedException(new TimeoutException())));

        static (FailureKind, LtiWorkOutcome) Seen(Exception e) => (Failure.OfAttempt(e)!.Kind, Failure.OfAttempt(e)!.Outcome);
    }

    [Fact, Rule("F1")]
    public void Failure_before_sending_is_not_applied()
    {
        Exception[] failures =
        [
            new NpgsqlException("pool exhausted", new TimeoutException()),
            new TimeoutException(),
            new SocketException((int)SocketError.HostNotFound),
            new NpgsqlException("refused", new SocketException((int)SocketError.ConnectionRefused)),
            new PostgresException("text", "FATAL", "FATAL", "57P03"),
            new PostgresException("text", "FATAL", "FATAL", "28P01"),
        ];

        Assert.All(failures, e => Assert.Equal(LtiWorkOutcome.NotApplied, Failure.WhileConnecting(e, "db.example:5432")!.Outcome));
    }

    [Fact, Rule("E3")]
    public void Cancellation_or_program_fault_is_not_a_server_failure()
    {
        Exception[] others = [new OperationCanceledException(), new TaskCanceledException(), new ObjectDisposedException("pool"), new InvalidCastException(), new LtiNotFoundException(LtiEntity.Client, Guid.Empty)];

        Assert.All(others, e => Assert.Null(Failure.AfterSending(e)));
        Assert.All(others, e => Assert.Null(Failure.WhileConnecting(e, "db.example:5432")));
    }

    [Fact, Rule("E3", "E8")]
    public void Cause_is_kept_without_the_values_that_it_quotes()
    {
        var plain = new PostgresException("text", "ERROR", "ERROR", "53100");
        var quoting = new PostgresException("text", "ERROR", "ERROR", "53100", detail: "Failing row contains (secret).", where: "parameters: $1 = 'secret'", tableName: "sessions");

        Assert.Same(plain, Failure.AfterSending(plain)!.ToException().InnerException);
        var kept = Assert.IsType<PostgresException>(Failure.AfterSending(quoting)!.ToException().InnerException);
        Assert.Equal(("53100", "text", "sessions"), (kept.SqlState, kept.MessageText, kept.TableName));
        Assert.DoesNotContain("secret", Secrecy.ThrownText.Of(kept), StringComparison.Ordinal);
    }

    private static void AssertUnknown(FailureKind kind, Exception e)
    {
        var failure = Failure.AfterSending(e)!;
        Assert.Equal((kind, LtiWorkOutcome.Unknown), (failure.Kind, failure.Outcome));
        Assert.Contains("not known", failure.ToException().Message, StringComparison.Ordinal);
    }
}
