namespace Lti.Storage.Cli.Copying;

/// <summary>The type of a copied value.</summary>
internal enum ColumnKind
{
    /// <summary>A <see cref="Guid"/>.</summary>
    Id,

    /// <summary>A text, or null.</summary>
    Text,

    /// <summary>A <see cref="bool"/>.</summary>
    Flag,

    /// <summary>A <see cref="DateTimeOffset"/>, or null.</summary>
    Time,

    /// <summary>The UTF-8 text of a JSON document, or null.</summary>
    Document,

    /// <summary>An <see cref="int"/>.</summary>
    Number,

    /// <summary>Bytes that are copied as they are, or null.</summary>
    Bytes,
}
