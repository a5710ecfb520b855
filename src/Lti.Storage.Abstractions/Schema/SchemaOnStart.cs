namespace Lti.Storage;

/// <summary>Chooses the schema work at the start of a host.</summary>
public enum SchemaOnStart
{
    /// <summary>Reads the schema and throws an <see cref="LtiSchemaException"/> if this library can't work with it.</summary>
    /// <remarks>Needs no right to change the schema.</remarks>
    Check,

    /// <summary>Applies missing migrations. One node applies them while the others wait.</summary>
    /// <remarks>Needs the right to create tables.</remarks>
    Migrate,

    /// <summary>Does nothing: the first call is the first contact with the database.</summary>
    Nothing,
}
