namespace Lti.Storage.PostgreSql.Internal.ToolKeys;

/// <summary>The outcome of one attempt to import a tool key.</summary>
internal enum ToolKeyImport
{
    /// <summary>The key is stored.</summary>
    Imported,

    /// <summary>The id is used or was used before.</summary>
    IdTaken,

    /// <summary>A key was added concurrently. The import can be tried again.</summary>
    Overtaken,
}
