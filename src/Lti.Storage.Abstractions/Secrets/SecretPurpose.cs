namespace Lti.Storage;

/// <summary>Names the row that a secret belongs to. A protector binds the secret to it.</summary>
/// <param name="Table">The table, such as <c>tool_keys</c>. It is the same with every provider.</param>
/// <param name="Id">The id of the row within the table. It is no secret.</param>
public readonly record struct SecretPurpose(string Table, string Id);
