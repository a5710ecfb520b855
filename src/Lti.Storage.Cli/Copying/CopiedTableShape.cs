namespace Lti.Storage.Cli.Copying;

/// <summary>The JSON of <c>copy</c> for one table.</summary>
/// <param name="Table">The name of the table.</param>
/// <param name="Rows">How many unexpired rows the source has.</param>
/// <param name="Written">How many of them this run added to the target or changed there.</param>
/// <param name="Kept">With <c>--merge</c>: how many stayed as the target has them.</param>
/// <param name="Checksum">The checksum of the other rows, the same in both databases.</param>
internal sealed record CopiedTableShape(string Table, long Rows, long Written, long Kept, string Checksum);
