using System.CommandLine;
using System.Globalization;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.ToolKeys;

/// <summary>The command <c>keys list</c>.</summary>
internal static class ListKeys
{
    private static readonly Listing<KeyShape> _listing = new(
        KeyJson.Default.KeyShape,
        ["id", "state", "signs from", "added", "bits", "protected"],
        key =>
        [
            key.KeyId,
            key.State,
            key.SignsFrom,
            key.AddedAt,
            key.KeySize?.ToString(CultureInfo.InvariantCulture),
            key.IsProtected switch { true => "yes", false => "no", null => null },
        ],
        "No tool keys.");

    public static Command Create() => new ToolCommand(
        "list",
        "Lists the keys of all states in the order of their start, deleted ones included.",
        "keys list",
        "keys list --json | jq -r 'select(.state == \"active\") | .keyId'")
    {
        RetireOption.Days,
    }.Reads(RunAsync);

    private static async Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        using var ring = KeyRing.CreateReader(database, run.RetireFor());
        var keys = await ring.ListAsync(cancellationToken).ConfigureAwait(false);
        await run.Output.WriteAsync(keys.Select(KeyShape.Of).ToAsyncEnumerable(), _listing, cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
