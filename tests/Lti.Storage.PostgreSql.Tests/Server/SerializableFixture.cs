using Lti.Storage.PostgreSql.Internal.Batching;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Runs transactions as SERIALIZABLE by default.</summary>
public sealed class SerializableFixture : PostgreSqlFixture
{
    internal override BatchLimits Batching { get; } = new(Statements: 1, Calls: 2);

    protected override NpgsqlConnectionStringBuilder Node(string database, string schema)
    {
        var node = base.Node(database, schema);
        node.Options = "-c default_transaction_isolation=serializable";
        return node;
    }
}
