using LinqToDB;
using LinqToDB.Data;

namespace Lti.Storage.PostgreSql.Internal.Administration;

/// <summary>The tables of one schema, for one operation.</summary>
internal sealed class StorageContext(DataOptions options, string schema) : DataConnection(options)
{
    public ITable<ClientRow> Clients => this.GetTable<ClientRow>().SchemaName(schema);

    public ITable<DeploymentRow> Deployments => this.GetTable<DeploymentRow>().SchemaName(schema);

    public ITable<SessionRow> Sessions => this.GetTable<SessionRow>().SchemaName(schema);
}
