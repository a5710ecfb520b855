using Npgsql;
using NpgsqlTypes;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Adds positional parameters with their types so that Npgsql and the server need not guess.</summary>
internal static class ParameterExtensions
{
    public static void AddText(this NpgsqlParameterCollection parameters, string value)
        => parameters.Add(new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text });

    public static void AddOptionalText(this NpgsqlParameterCollection parameters, string? value)
        => parameters.Add(new NpgsqlParameter<string?> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text });

    public static void AddId(this NpgsqlParameterCollection parameters, Guid value)
        => parameters.Add(new NpgsqlParameter<Guid> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Uuid });

    public static void AddOptionalId(this NpgsqlParameterCollection parameters, Guid? value)
        => parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Uuid });

    public static void AddJson(this NpgsqlParameterCollection parameters, ReadOnlyMemory<byte> utf8)
        => parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = utf8, NpgsqlDbType = NpgsqlDbType.Jsonb });

    public static void AddBytes(this NpgsqlParameterCollection parameters, ReadOnlyMemory<byte> value)
        => parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea });

    public static void AddFlag(this NpgsqlParameterCollection parameters, bool value)
        => parameters.Add(new NpgsqlParameter<bool> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Boolean });

    public static void AddCount(this NpgsqlParameterCollection parameters, int value)
        => parameters.Add(new NpgsqlParameter<int> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Integer });

    /// <summary>Adds a lifetime as a number of microseconds.</summary>
    /// <remarks>
    /// Statements multiply it with <c>interval '1 microsecond'</c> and add it to the database's <c>now()</c> (contract rule E7). An
    /// interval of 24 hours would be one day, which has 23 or 25 hours when the clocks change.
    /// </remarks>
    public static void AddLifetime(this NpgsqlParameterCollection parameters, TimeSpan value)
        => parameters.Add(new NpgsqlParameter<long> { TypedValue = Microseconds(value), NpgsqlDbType = NpgsqlDbType.Bigint });

    /// <summary>Adds an instant in PostgreSQL's binary form, which includes its infinities.</summary>
    public static void AddRawInstant(this NpgsqlParameterCollection parameters, long value)
        => parameters.Add(new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.TimestampTz });

    public static void AddTexts<T>(this NpgsqlParameterCollection parameters, IReadOnlyList<T> members, Func<T, string?> value)
        => parameters.AddArray(members, value, NpgsqlDbType.Text);

    public static void AddIds<T>(this NpgsqlParameterCollection parameters, IReadOnlyList<T> members, Func<T, Guid> value)
        => parameters.AddArray(members, value, NpgsqlDbType.Uuid);

    public static void AddTexts<T>(this NpgsqlParameterCollection parameters, IReadOnlyList<T> members, Func<T, ReadOnlyMemory<byte>> utf8)
        => parameters.AddArray(members, utf8, NpgsqlDbType.Text);

    public static void AddLifetimes<T>(this NpgsqlParameterCollection parameters, IReadOnlyList<T> members, Func<T, TimeSpan> value)
        => parameters.AddArray(members, member => Microseconds(value(member)), NpgsqlDbType.Bigint);

    private static void AddArray<T, TValue>(
        this NpgsqlParameterCollection parameters, IReadOnlyList<T> members, Func<T, TValue> value, NpgsqlDbType type)
    {
        var values = new TValue[members.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(members[i]);
        }

        parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    // Rounds up so that a lifetime below one microsecond is still positive in PostgreSQL.
    private static long Microseconds(TimeSpan lifetime)
        => (lifetime.Ticks + TimeSpan.TicksPerMicrosecond - 1) / TimeSpan.TicksPerMicrosecond;
}
