namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Checks that a write may wait for a lock long enough for another call to end.</summary>
/// <remarks>The library sends its own lock timeout with each write. Only a shorter <c>lock_timeout</c> takes precedence.</remarks>
internal sealed class LockTimeoutCheck : ICheck<ExaminedDatabase>
{
    private const double LeastSeconds = 0.1;

    public string Name => "lock_timeout";

    public bool NeedsTables => false;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var setting = await database.SettingAsync("lock_timeout", cancellationToken).ConfigureAwait(false);
        var seconds = await database.ReadOneAsync(
            "SELECT extract(epoch FROM current_setting('lock_timeout')::interval)::float8",
            row => row.GetDouble(0),
            cancellationToken).ConfigureAwait(false);
        return seconds switch
        {
            0 => [Finding.Ok("lock_timeout is not set. A write waits for a lock no longer than the option LockTimeout.")],
            < LeastSeconds => [Finding.Warning(
                $"lock_timeout is {setting} on this connection. A write fails if another call holds a lock for longer.",
                "Raise it, or reset it for the role of the tool's programs: ALTER ROLE … RESET lock_timeout.")],
            _ => [Finding.Ok(
                $"lock_timeout is {setting} on this connection. A write waits for a lock no longer than that or LockTimeout.")],
        };
    }
}
