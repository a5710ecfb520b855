using System.Text;
using Lti.Storage.Conformance;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Sqlite.Tests.Secrecy;

/// <summary>Tests that no log line and no error of a fault has a secret.</summary>
/// <remarks>The conformance suite searches the logs of all other calls.</remarks>
public sealed class SecrecyTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly SearchedLog _log = new();
    private readonly List<Exception> _errors = [];
    private SqliteLtiStorage? _storage;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteLtiStorage Storage => _storage!;

    public async ValueTask InitializeAsync()
    {
        await _folder.CreateFileAsync();
        _storage = new SqliteLtiStorage(
            new SqliteStorageOptions { ConnectionString = _folder.ConnectionString, LockTimeout = TimeSpan.FromMilliseconds(100) }, loggerFactory: _log);
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        _folder.Dispose();
    }

    [Fact, Rule("E8", "E3")]
    public async Task No_log_or_error_of_a_fault_has_a_nonce_a_state_a_token_or_the_content_of_a_session()
    {
        var (nonce, session, login, registration) = (Any.Nonce(), Any.Session(), Any.Login(), Any.Registration(Guid.NewGuid()));
        await Storage.AddSessionAsync(session, null, Token);
        await Storage.BeginLoginAsync(login, null, Token);
        await Storage.SaveRegistrationSessionAsync(registration, null, Token);
        using var other = new OtherProgram(_folder.File);

        // These calls meet conflicts and the lock of another program. Then a trigger fails and rows can't be read. At last the file is gone.
        await FailAsync(() => Storage.AddSessionAsync(session, null, Token).AsTask());
        await FailAsync(() => Storage.StoreNonceAsync(login.Nonce, null, Token).AsTask());
        await FailAsync(() => Storage.BeginLoginAsync(login, null, Token).AsTask());
        other.Lock();
        await FailAsync(() => Storage.StoreNonceAsync(nonce, null, Token).AsTask());
        other.Unlock();
        other.Run("CREATE TRIGGER broken BEFORE INSERT ON nonces BEGIN SELECT RAISE(ABORT, 'broken'); END");
        await FailAsync(() => Storage.StoreNonceAsync(nonce, null, Token).AsTask());
        other.Run("DROP TRIGGER broken");
        Damage(other, "UPDATE nonces SET login = $1");
        await FailAsync(() => Storage.FindLoginAsync(login.State, Token).AsTask());
        await Storage.StoreNonceAsync(nonce, null, Token);
        File.Move(_folder.File, _folder.File + ".away");
        await FailAsync(() => Storage.FindSessionAsync(session.Id, Token).AsTask());
        await FailAsync(() => Storage.StoreNonceAsync(nonce, null, Token).AsTask());

        Assert.InRange(_log.Lines, 1, int.MaxValue);
        Assert.Empty(_log.Leaks);
        Assert.All(_errors, error =>
        {
            Assert.IsAssignableFrom<LtiStorageException>(error);
            Assert.DoesNotContain(ConformanceFixture.Canary, error.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(session.Id.ToString(), error.ToString(), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(registration.Id.ToString(), error.ToString(), StringComparison.OrdinalIgnoreCase);
        });
    }

    private static void Damage(OtherProgram program, string sql) => program.Run(
        sql.Replace("$1", $"x'{Convert.ToHexString(Encoding.UTF8.GetBytes($"{{\"{ConformanceFixture.Canary}"))}'", StringComparison.Ordinal));

    private async Task FailAsync(Func<Task> call) => _errors.Add(await Assert.ThrowsAnyAsync<Exception>(call));
}
