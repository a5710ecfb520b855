using System.Globalization;
using Lti.Storage.Cli.Doctor.Checks;

namespace Lti.Storage.Cli.Doctor.FileChecks;

/// <summary>Checks that some program removes expired rows.</summary>
internal sealed class FileExpiredRowsCheck : ICheck<ExaminedFile>
{
    private const int Many = ExpiredRowsFinding.Many;

    private static readonly string _find = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        WITH clock (now) AS (SELECT CAST(unixepoch('subsec') * {TimeSpan.TicksPerSecond} AS INTEGER) + {DateTime.UnixEpoch.Ticks})
        SELECT
            (SELECT count(*) FROM (SELECT 1 FROM nonces WHERE expires_at <= now LIMIT {Many} + 1)),
            (SELECT count(*) FROM (SELECT 1 FROM sessions WHERE expires_at <= now LIMIT {Many} + 1)),
            (SELECT count(*) FROM (SELECT 1 FROM registration_sessions WHERE expires_at <= now LIMIT {Many} + 1)),
            CAST(now - min(now,
                coalesce((SELECT min(expires_at) FROM nonces), now),
                coalesce((SELECT min(expires_at) FROM sessions), now),
                coalesce((SELECT min(expires_at) FROM registration_sessions), now)) AS REAL) / {TimeSpan.TicksPerHour}
        FROM clock
        """);

    public string Name => "expired rows";

    public bool NeedsTables => true;

    public Task<IReadOnlyList<Finding>> FindAsync(ExaminedFile database, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Finding>>(database.Read(
            _find,
            static row => ExpiredRowsFinding.Of(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetDouble(3))));
}
