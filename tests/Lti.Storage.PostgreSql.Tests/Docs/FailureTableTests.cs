using Lti.Storage.PostgreSql.Internal.Connections;
using Lti.Storage.PostgreSql.Internal.Execution;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Docs;

/// <summary>Checks that the table of rule F1 agrees with the code.</summary>
public sealed class FailureTableTests
{
    public static TheoryData<string> States { get; } = [.. FailureTable.Rows.Select(row => row.State).Where(state => state != PostgresErrorCodes.UniqueViolation)];

    [Theory]
    [MemberData(nameof(States))]
    public async Task Error_table_agrees_with_the_code(string state)
    {
        var row = FailureTable.Rows.Single(row => row.State == state);
        var failure = ServerErrors.Classify(new PostgresException("", "ERROR", "ERROR", state.Replace('x', '0')));

        var exception = failure.ToException();

        Assert.Equal(row.Exception, exception.GetType().Name);
        Assert.Equal(row.Outcome, exception is LtiStorageUnavailableException unavailable ? unavailable.Outcome.ToString() : "not applied");
        Assert.Equal(row.Retried, await RetriedAsync(failure));
    }

    [Fact]
    public void Error_table_has_every_error_of_the_contract()
        => Assert.Subset(
            FailureTable.Rows.Select(row => row.State).ToHashSet(StringComparer.Ordinal),
            new HashSet<string>(["0A000", "26000", "40001", "40P01", "25006", "57014", "55P03", "53100", "42P01", "42703", "3F000", "42501", "23505"], StringComparer.Ordinal));

    [Theory]
    [InlineData("FATAL")]
    [InlineData("PANIC")]
    public async Task Error_that_ends_the_connection_is_unknown_and_retried_for_idempotent_work(string severity)
    {
        var failure = ServerErrors.Classify(new PostgresException("", severity, severity, PostgresErrorCodes.AdminShutdown));

        Assert.Equal(LtiWorkOutcome.Unknown, Assert.IsType<LtiStorageUnavailableException>(failure.ToException()).Outcome);
        Assert.Equal("no", await RetriedAsync(failure));
        Assert.Equal("once, on a fresh connection", await RetriedAsync(failure, RetrySafety.Idempotent));
        Assert.Equal("once, on a fresh connection", await RetriedAsync(failure, RetrySafety.Read));
    }

    private static async Task<string> RetriedAsync(Failure failure, RetrySafety safety = RetrySafety.OnlyIfRolledBack)
    {
        await using var source = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1");
        var retries = new RetryPolicy(new ConnectionPool(ConnectionSource.Borrow(source)), NullLogger.Instance);
        var times = (await MayRepeatAsync(1), await MayRepeatAsync(2), await MayRepeatAsync(3), await MayRepeatAsync(29), await MayRepeatAsync(30)) switch
        {
            (true, true, true, true, false) => "again",
            (true, true, false, false, false) => "twice",
            (true, false, false, false, false) => "once",
            (false, false, false, false, false) => "no",
            var other => other.ToString(),
        };
        return times != "no" && failure.NeedsFreshConnection ? $"{times}, on a fresh connection" : times;

        async Task<bool> MayRepeatAsync(int attempt)
        {
            try
            {
                await retries.RequireAnotherAsync(failure, safety, attempt);
                return true;
            }
            catch (LtiStorageException)
            {
                return false;
            }
        }
    }
}
