namespace Lti.Storage.Cli.Copying;

/// <summary>A row while it is copied. Its first value is its key.</summary>
internal sealed class CopiedRow(object?[] values)
{
    public IReadOnlyList<object?> Values => values;

    public object Key => values[0]!;
}
