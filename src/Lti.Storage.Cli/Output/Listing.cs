using System.Text.Json.Serialization.Metadata;

namespace Lti.Storage.Cli.Output;

/// <summary>How one kind of thing is listed.</summary>
/// <param name="Json">Its shape.</param>
/// <param name="Columns">The heads of the table's columns.</param>
/// <param name="Cells">A row of the table.</param>
/// <param name="Nothing">What is said where there is none.</param>
internal sealed record Listing<T>(JsonTypeInfo<T> Json, IReadOnlyList<string> Columns, Func<T, IReadOnlyList<string?>> Cells, string Nothing);
