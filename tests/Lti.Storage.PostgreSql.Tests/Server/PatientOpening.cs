using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Opens connections of pools with a timeout of one second, which a new connection exceeds on a busy machine.</summary>
internal static class PatientOpening
{
    public static Task<NpgsqlConnection> OpenPatientlyAsync(this NpgsqlDataSource source)
        => RetryAsync(() => source.OpenConnectionAsync(TestContext.Current.CancellationToken).AsTask());

    public static Task<NpgsqlConnection> OpenPatientlyAsync(this PostgreSqlLtiStorage storage)
        => RetryAsync(() => storage.OpenConnectionAsync(TestContext.Current.CancellationToken).AsTask());

    /// <summary>Repeats the attempt until it succeeds.</summary>
    public static async Task<NpgsqlConnection> RetryAsync(Func<Task<NpgsqlConnection>> open)
    {
        while (true)
        {
            try
            {
                return await open();
            }
            catch (Exception e) when (e is NpgsqlException or LtiStorageUnavailableException)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
