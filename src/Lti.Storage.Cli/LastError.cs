using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Security.Authentication;
using Lti.Storage.Cli.Output;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Lti.Storage.Cli;

/// <summary>Keeps the last error of the server, the network or SQLite, to print it with <c>--verbose</c>.</summary>
/// <remarks>
/// The library removes from its exceptions what may hold stored values (rule E8). So the error is read where Npgsql throws it.
/// </remarks>
internal sealed class LastError : IDisposable
{
    // The library turns the server's details off, and Npgsql then says so at length.
    private const string Redacted = "Detail redacted";

    // The event is the process's. This value marks the errors of the run that made this object.
    private readonly AsyncLocal<bool> _isOwn = new();

    private Exception? _last;

    /// <summary>Keeps the errors of the caller and of the tasks that it starts from now on.</summary>
    public LastError()
    {
        _isOwn.Value = true;
        AppDomain.CurrentDomain.FirstChanceException += Keep;
    }

    /// <summary>Returns one line for each part of the error; none if there was no error.</summary>
    public IEnumerable<string> Lines() => _last switch
    {
        null => [],
        PostgresException server => Lines(server),
        SqliteException file => [$"SQLite: error {file.SqliteExtendedErrorCode}: {Printable.Line(file.Message)}"],
        var other => [$"{other.GetType().Name}: {Printable.Line(other.Message)}"],
    };

    public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= Keep;

    private static IEnumerable<string> Lines(PostgresException error)
    {
        (string Name, string? Value)[] parts =
        [
            ("Detail", error.Detail?.StartsWith(Redacted, StringComparison.Ordinal) == true ? null : error.Detail),
            ("Hint", error.Hint),
            ("Where", error.Where),
            ("Query", error.InternalQuery),
            ("Schema", error.SchemaName),
            ("Table", error.TableName),
            ("Column", error.ColumnName),
            ("Data type", error.DataTypeName),
            ("Constraint", error.ConstraintName),
            ("Routine", error.Routine),
        ];
        return parts
            .Where(part => !string.IsNullOrEmpty(part.Value))
            .Select(part => $"{part.Name}: {Printable.Line(part.Value)}")
            .Prepend($"Server: {error.Severity} {error.SqlState}: {Printable.Line(error.MessageText)}");
    }

    // An error of the server says more than the network's errors that follow it.
    private void Keep(object? sender, FirstChanceExceptionEventArgs e)
    {
        if (!_isOwn.Value)
        {
            return;
        }

        if (e.Exception is PostgresException
            || (_last is not PostgresException
                && e.Exception is NpgsqlException or SqliteException or SocketException or AuthenticationException))
        {
            _last = e.Exception;
        }
    }
}
