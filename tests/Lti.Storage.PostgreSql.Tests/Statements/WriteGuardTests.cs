using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Tests.Statements;

/// <summary>Tests the lock timeout that is sent with each write.</summary>
public sealed class WriteGuardTests
{
    [Theory]
    [InlineData(null, 30, "2000", "500")]
    [InlineData(null, 1, "250", "62")]
    [InlineData(null, 0, "2000", "500")]
    [InlineData(100, 30, "100", "25")]
    [InlineData(10_000, 4, "10000", "2500")]
    public void Lock_timeout_is_two_seconds_or_a_quarter_of_the_command_timeout_and_a_batch_has_a_quarter(
        int? lockTimeout, int commandTimeout, string alone, string batched)
    {
        var options = new PostgreSqlStorageOptions { LockTimeout = lockTimeout is { } given ? TimeSpan.FromMilliseconds(given) : null };

        var guard = WriteGuard.Create(options, commandTimeout);

        Assert.Contains($"set_config('lock_timeout', '{alone}', true)", guard.Alone, StringComparison.Ordinal);
        Assert.Contains($"set_config('lock_timeout', '{batched}', true)", guard.Batched, StringComparison.Ordinal);
    }
}
