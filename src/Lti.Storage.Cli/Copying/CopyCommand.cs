using System.CommandLine;
using System.Globalization;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.Copying;

/// <summary>The command <c>copy</c>.</summary>
internal static class CopyCommand
{
    private static readonly Option<string> _from = Inputs.Required(
        "--from", "The source, written as for --connection. Nothing is changed there.");
    private static readonly Option<string> _to = Inputs.Required(
        "--to", "The target, written as for --connection. It needs all tables: see migrate.");
    private static readonly Option<string?> _toSchema = Inputs.Optional(
        "--to-schema", "The target's schema of PostgreSQL. [default: the one of --schema]", "name");
    private static readonly Option<bool> _merge = Inputs.Flag(
        "--merge", "Accept a target that holds other data, but no tool keys of its own. Rows that it has already stay as they are.");

    private static readonly Listing<CopiedTableShape> _listing = new(
        CopyJson.Default.CopiedTableShape,
        ["table", "rows", "written", "kept", "checksum"],
        table => [table.Table, Text(table.Rows), Text(table.Written), Text(table.Kept), table.Checksum],
        "No tables.");

    public static Command Create() => new ToolCommand(
        "copy",
        "Copies clients, deployments, tool keys and all unexpired rows to another database and compares both. "
            + "An interrupted copy can be run again.",
        "copy --from 'Data Source=lti.db' --to postgresql://lti@db.example.org/lti",
        "copy --from postgresql://lti@db.example.org/lti --to 'Data Source=case-4711.db' --json")
    {
        _from,
        _to,
        _toSchema,
        _merge,
    }.Runs(RunAsync);

    private static async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var schema = Database.SchemaOf(run.Arguments);
        var from = new CopySide(run, new ConnectionChoice(run.Required(_from), "--from"), schema, isTarget: false);
        var to = new CopySide(run, new ConnectionChoice(run.Required(_to), "--to"), run.Value(_toSchema) ?? schema, isTarget: true);
        if (from.IsSameAs(to))
        {
            throw new RefusedException("--from and --to name the same database.");
        }

        run.Screen.Line($"Copying from {from.TitleWithSchema} to {to.TitleWithSchema}.");
        await using (from.ConfigureAwait(false))
        await using (to.ConfigureAwait(false))
        {
            await from.RequireTablesAsync(cancellationToken).ConfigureAwait(false);
            await to.RequireTablesAsync(cancellationToken).ConfigureAwait(false);
            var tables = await CopyAsync(run, from, to, cancellationToken).ConfigureAwait(false);
            await run.Output.WriteAsync(tables.ToAsyncEnumerable(), _listing, cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        }
    }

    private static async Task<IReadOnlyList<CopiedTableShape>> CopyAsync(
        CommandRun run, CopySide from, CopySide to, CancellationToken cancellationToken)
    {
        var source = from.Open();
        var target = to.Open();
        await using (source.ConfigureAwait(false))
        await using (target.ConfigureAwait(false))
        {
            var copy = new DataCopy(source, target, run.Value(_merge), run.Screen);
            try
            {
                return await copy.RunAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (UnusableException e) when (copy.HasWritten || e.Outcome == LtiWorkOutcome.Unknown)
            {
                throw new UnusableException($"{e.Message} {CopyMessages.Incomplete}", LtiWorkOutcome.Unknown, e);
            }
            catch (AnswerException e) when (copy.HasWritten)
            {
                throw new AnswerException($"{e.Message} {CopyMessages.Kept}");
            }
            catch (OperationCanceledException) when (copy.HasWritten)
            {
                throw new CancelledException($"Cancelled. {CopyMessages.Incomplete}");
            }
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
