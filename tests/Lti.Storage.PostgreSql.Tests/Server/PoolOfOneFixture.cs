using Lti.Storage.PostgreSql.Internal.Batching;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Runs nodes with one connection each (rule E6).</summary>
public sealed class PoolOfOneFixture : PostgreSqlFixture
{
    internal override BatchLimits Batching { get; } = new(Statements: 1, Calls: 2);

    protected override NpgsqlConnectionStringBuilder Node(string database, string schema)
    {
        var node = base.Node(database, schema);
        node.MaxPoolSize = 1;
        return node;
    }
}
