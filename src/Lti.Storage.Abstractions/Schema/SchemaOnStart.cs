namespace Lti.Storage;

/// <summary>What the start of a host does about the schema of a storage.</summary>
public enum SchemaOnStart
{
    /// <summary>The schema is read; one that this library cannot work with is an <see cref="LtiSchemaException"/>. Needs no right to change it.</summary>
    Check,

    /// <summary>Missing migrations are applied, by one node while the others wait. Needs the right to create tables.</summary>
    Migrate,

    /// <summary>Nothing: the database is not spoken to before the first call.</summary>
    Nothing,
}
