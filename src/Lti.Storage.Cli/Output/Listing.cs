using System.Text.Json.Serialization.Metadata;

namespace Lti.Storage.Cli.Output;

/// <summary>Describes how to list objects of one kind.</summary>
/// <param name="Json">Their JSON.</param>
/// <param name="Columns">The heads of the table's columns.</param>
/// <param name="Cells">Returns the cells of an object's row.</param>
/// <param name="Nothing">The sentence for an empty listing.</param>
internal sealed record Listing<T>(
    JsonTypeInfo<T> Json, IReadOnlyList<string> Columns, Func<T, IReadOnlyList<string?>> Cells, string Nothing);
