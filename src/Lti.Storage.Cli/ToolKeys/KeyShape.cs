using Lti.Storage.Cli.Output;

namespace Lti.Storage.Cli.ToolKeys;

/// <summary>The JSON of a tool key. It has no part of the key.</summary>
internal sealed record KeyShape(string KeyId, string State, string? SignsFrom, string AddedAt, int? KeySize, bool? IsProtected)
{
    public static KeyShape Of(ToolKey key) => new(
        key.KeyId,
        key.State switch
        {
            ToolKeyState.Announced => "announced",
            ToolKeyState.Active => "active",
            ToolKeyState.Retired => "retired",
            _ => "deleted",
        },
        key.SignsFrom is { } start ? Instant.Text(start) : null,
        Instant.Text(key.AddedAt),
        key.KeySize,
        key.IsProtected);

    /// <summary>Says when a key that was added signs.</summary>
    public static string Sentence(ToolKey key) => key.State == ToolKeyState.Announced
        ? $"It is announced and signs from {Instant.Text(key.SignsFrom!.Value)}."
        : "It signs now.";
}
