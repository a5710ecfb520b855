using LinqToDB;
using LinqToDB.Data;

namespace Lti.Storage.PostgreSql.Internal.Linq;

/// <summary>Gives one operation the tables of one schema.</summary>
internal sealed class StorageContext(DataOptions options, string schema) : DataConnection(options)
{
    /// <summary>The table of a row type.</summary>
    public ITable<TRow> Table<TRow>()
        where TRow : class => this.GetTable<TRow>().SchemaName(schema);
}
