using System.Collections.ObjectModel;
using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.ToolKeys;

/// <summary>Lists, adds, imports, revokes and deletes tool keys (rules T1 to T4 and T6).</summary>
/// <remarks>Concurrent additions take the same number. The one that commits first is stored.</remarks>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class ToolKeyStatements(string schema)
{
    /// <summary>Lists all keys in the order of their start, as one row of arrays.</summary>
    public PreparedStatement<ValueTuple, IReadOnlyList<StoredToolKey>> List { get; } = new(
        $"""
        SELECT
            array_agg(key_id ORDER BY starts_at, number),
            array_agg((extract(epoch FROM now() - added_at) * 1000000)::bigint ORDER BY starts_at, number),
            array_agg((extract(epoch FROM starts_at - now()) * 1000000)::bigint ORDER BY starts_at, number),
            array_agg(public_key ORDER BY starts_at, number),
            array_agg(private_key ORDER BY starts_at, number),
            array_agg(protected ORDER BY starts_at, number)
        FROM {schema}.tool_keys
        """,
        RetrySafety.Read,
        static (_, _) => { },
        static (row, _) => Read(row!));

    /// <summary>Adds the next key, unless one waits for its start. The first key, or the one after a revoked one, starts at once.</summary>
    public PreparedStatement<(NewToolKey Key, string? After, TimeSpan AnnounceFor, TimeSpan RotateEvery), bool> AddNext { get; } = new(
        $"""
        WITH last AS (
            SELECT key_id, starts_at, public_key FROM {schema}.tool_keys
            WHERE starts_at <= now() ORDER BY starts_at DESC, number DESC LIMIT 1)
        INSERT INTO {schema}.tool_keys (number, key_id, added_at, starts_at, public_key, private_key, protected)
        SELECT
            coalesce((SELECT max(number) FROM {schema}.tool_keys), 0) + 1,
            $1,
            now(),
            coalesce(
                (SELECT greatest(now() + $5 * interval '1 microsecond', starts_at + $6 * interval '1 microsecond')
                    FROM last WHERE public_key IS NOT NULL),
                now()),
            $2,
            $3,
            $4
        WHERE NOT EXISTS (SELECT FROM {schema}.tool_keys WHERE starts_at > now() AND public_key IS NOT NULL)
            AND (SELECT key_id FROM last WHERE public_key IS NOT NULL) IS NOT DISTINCT FROM $7
        ON CONFLICT DO NOTHING
        RETURNING true
        """,
        RetrySafety.OnlyIfRolledBack,
        static (parameters, added) =>
        {
            Bind(parameters, added.Key, added.AnnounceFor);
            parameters.AddLifetime(added.RotateEvery);
            parameters.AddOptionalText(added.After);
        },
        static (row, _) => row is not null);

    /// <summary>Adds a key of a given id. It starts at once if no key signs.</summary>
    public PreparedStatement<(NewToolKey Key, TimeSpan AnnounceFor), ToolKeyImport> Import { get; } = new(
        $"""
        WITH last AS (
            SELECT public_key FROM {schema}.tool_keys WHERE starts_at <= now() ORDER BY starts_at DESC, number DESC LIMIT 1),
        added AS (
            INSERT INTO {schema}.tool_keys (number, key_id, added_at, starts_at, public_key, private_key, protected)
            SELECT
                coalesce((SELECT max(number) FROM {schema}.tool_keys), 0) + 1,
                $1,
                now(),
                CASE
                    WHEN EXISTS (SELECT FROM last WHERE public_key IS NOT NULL)
                        OR EXISTS (SELECT FROM {schema}.tool_keys WHERE starts_at > now() AND public_key IS NOT NULL)
                    THEN now() + $5 * interval '1 microsecond'
                    ELSE now() END,
                $2,
                $3,
                $4
            ON CONFLICT DO NOTHING
            RETURNING key_id)
        SELECT EXISTS (SELECT FROM added), EXISTS (SELECT FROM {schema}.tool_keys WHERE key_id = $1)
        """,
        RetrySafety.OnlyIfRolledBack,
        static (parameters, imported) => Bind(parameters, imported.Key, imported.AnnounceFor),
        static (row, _) => row!.GetBoolean(0) ? ToolKeyImport.Imported
            : row.GetBoolean(1) ? ToolKeyImport.IdTaken : ToolKeyImport.Overtaken);

    /// <summary>Erases the parts of a key. If it signed, the first key that waits starts now. True if there was such a key.</summary>
    public PreparedStatement<string, bool> Revoke { get; } = new(
        $"""
        WITH active AS (
            SELECT key_id FROM {schema}.tool_keys WHERE starts_at <= now() ORDER BY starts_at DESC, number DESC LIMIT 1),
        next AS (
            SELECT number FROM {schema}.tool_keys
            WHERE starts_at > now() AND public_key IS NOT NULL AND key_id <> $1 ORDER BY starts_at, number LIMIT 1),
        revoked AS (
            UPDATE {schema}.tool_keys
            SET public_key = NULL, private_key = NULL, starts_at = CASE WHEN starts_at > now() THEN NULL ELSE starts_at END
            WHERE key_id = $1 AND public_key IS NOT NULL
            RETURNING key_id),
        started AS (
            UPDATE {schema}.tool_keys
            SET starts_at = now()
            WHERE number = (SELECT number FROM next) AND public_key IS NOT NULL AND starts_at > now()
                AND EXISTS (SELECT FROM revoked JOIN active USING (key_id)))
        SELECT key_id FROM revoked
        """,
        RetrySafety.OnlyIfRolledBack,
        static (parameters, keyId) => parameters.AddText(keyId),
        static (row, _) => row is not null);

    /// <summary>Erases the parts of the keys whose successor has signed for a time. Returns how many.</summary>
    public PreparedStatement<TimeSpan, int> DeleteRetired { get; } = new(
        $"""
        WITH deleted AS (
            UPDATE {schema}.tool_keys
            SET public_key = NULL, private_key = NULL
            WHERE public_key IS NOT NULL AND EXISTS (
                SELECT FROM {schema}.tool_keys AS later
                WHERE later.starts_at > tool_keys.starts_at AND later.starts_at <= now() - $1 * interval '1 microsecond')
            RETURNING number)
        SELECT count(*)::integer FROM deleted
        """,
        RetrySafety.OnlyIfRolledBack,
        static (parameters, retireFor) => parameters.AddLifetime(retireFor),
        static (row, _) => row!.GetInt32(0));

    private static void Bind(NpgsqlParameterCollection parameters, NewToolKey key, TimeSpan announceFor)
    {
        parameters.AddText(key.KeyId);
        parameters.AddBytes(key.PublicKey);
        parameters.AddBytes(key.PrivateKey.Bytes);
        parameters.AddFlag(key.PrivateKey.IsProtected);
        parameters.AddLifetime(announceFor);
    }

    private static ReadOnlyCollection<StoredToolKey> Read(NpgsqlDataReader row)
    {
        if (row.IsDBNull(0))
        {
            return ReadOnlyCollection<StoredToolKey>.Empty;
        }

        var keyIds = row.GetFieldValue<string[]>(0);
        var ages = row.GetFieldValue<long[]>(1);
        var starts = row.GetFieldValue<long?[]>(2);
        var publicKeys = row.GetFieldValue<byte[]?[]>(3);
        var privateKeys = row.GetFieldValue<byte[]?[]>(4);
        var areProtected = row.GetFieldValue<bool[]>(5);
        return Array.AsReadOnly([.. keyIds.Select((keyId, i) => new StoredToolKey
        {
            KeyId = keyId,
            Age = TimeSpan.FromMicroseconds(Math.Max(0, ages[i])),
            StartsIn = starts[i] is { } start ? TimeSpan.FromMicroseconds(start) : null,
            PublicKey = publicKeys[i] is { } part ? part : default(ReadOnlyMemory<byte>?),
            PrivateKey = privateKeys[i] is { } secret ? new StoredSecret(secret, areProtected[i]) : null,
        })]);
    }
}
