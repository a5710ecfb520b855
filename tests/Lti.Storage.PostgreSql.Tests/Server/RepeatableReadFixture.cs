using Lti.Storage.PostgreSql.Internal.Batching;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Runs transactions at REPEATABLE READ by default. The loser of a race gets 40001.</summary>
public sealed class RepeatableReadFixture : PostgreSqlFixture
{
    internal override BatchLimits Batching { get; } = new(Statements: 1);

    protected override NpgsqlConnectionStringBuilder Node(string database, string schema)
    {
        var node = base.Node(database, schema);
        node.Options = "-c default_transaction_isolation=repeatable\\ read";
        return node;
    }
}
