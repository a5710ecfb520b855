using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Makes two faults in sequence on a wire that carries one connection at a time.</summary>
/// <param name="first">The end of the first attempt.</param>
/// <param name="second">The end of the second attempt.</param>
/// <param name="connectionString">The database, for faults of another session.</param>
/// <param name="statementsBefore">How many statements end before the first attempt begins.</param>
internal sealed class FaultPair(FirstFault first, SecondFault second, string connectionString, int statementsBefore) : IDisposable
{
    public const string Tables = "clients, deployments, nonces, sessions, registration_sessions";

    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _isOver = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly NpgsqlConnection _other = new(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
    private int _before = statementsBefore;
    private int _greetings;
    private bool _isFirstOver;

    /// <summary>Gets the caller's token.</summary>
    public CancellationToken Token => _cancel.Token;

    public void Start()
    {
        _other.Open();
        StartFirst();
    }

    /// <summary>Returns whether a message passes.</summary>
    public bool Passes(WireMessage message, byte[] body)
    {
        lock (_lock)
        {
            var isEnd = message is { IsSent: false, Type: 'Z' } && body is [(byte)'I'];
            if (_before > 0)
            {
                _before -= isEnd ? 1 : 0;
                StartFirst();
                return true;
            }

            return _isFirstOver ? PassesSecond(message, isEnd) : PassesFirst(message, isEnd);
        }
    }

    public void Dispose()
    {
        _isOver.Set();
        _other.Dispose();
        _cancel.Dispose();
    }

    /// <summary>Gets the trigger function that rolls a statement back on request.</summary>
    public static string Triggers { get; } = $"""
        CREATE SEQUENCE attempts START 2;
        CREATE FUNCTION reject_first() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN IF nextval('attempts') = 1 THEN RAISE EXCEPTION USING ERRCODE = '40001'; END IF; RETURN NULL; END $$;
        {string.Join('\n', Tables.Split(", ").Select(table =>
            $"CREATE TRIGGER rejects_first BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION reject_first();"))}
        """;

    private bool PassesFirst(WireMessage message, bool isEnd)
    {
        var isFault = first switch
        {
            FirstFault.AnswerLost => isEnd,
            FirstFault.NotSent => message.IsSent,
            _ => message is { IsSent: false, Type: 'E' },
        };
        if (!isFault)
        {
            return true;
        }

        _isFirstOver = true;
        if (first != FirstFault.RolledBack)
        {
            StartSecond();
            return false;
        }

        return true;
    }

    private bool PassesSecond(WireMessage message, bool isEnd)
    {
        // The connection survives a rollback. The end of the first attempt's answer comes first, like the greeting of a new connection.
        if (first == FirstFault.RolledBack && _greetings == 0 && message.Type == 'Z')
        {
            _greetings++;
            StartSecond();
            return true;
        }

        switch (second)
        {
            case SecondFault.NotSent:
                return !message.IsSent;
            case SecondFault.NeverAnswered:
                _isOver.Wait();
                return false;
            case SecondFault.AnswerLost:
                return !isEnd || _greetings++ == 0;
            default:
                return true;
        }
    }

    private void StartFirst()
    {
        if (first == FirstFault.RolledBack && _before == 0)
        {
            Execute("SELECT setval('attempts', 1, false)");
        }
    }

    private void StartSecond()
    {
        switch (second)
        {
            case SecondFault.Cancelled:
                _cancel.Cancel();
                break;
            case SecondFault.LockTimeout:
                Execute($"BEGIN; LOCK TABLE {Tables} IN ACCESS EXCLUSIVE MODE");
                break;
            case SecondFault.RowsDeleted:
                Execute(string.Join("; ", Tables.Split(", ").Reverse().Select(table => $"DELETE FROM {table}")));
                break;
        }
    }

    private void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, _other);
        command.ExecuteNonQuery();
    }
}
