using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Cli.Schema;

/// <summary>The command <c>migrate</c>, which applies, checks or prints migrations.</summary>
internal static class MigrateCommand
{
    private static readonly Option<bool> _check = Inputs.Flag(
        "--check", "Change nothing. Exit with 1 if migrations are missing or the schema is too new for this version.");
    private static readonly Option<bool> _script = Inputs.Flag(
        "--script", "Print the SQL for an administrator of PostgreSQL to apply by hand. Needs no database.");
    private static readonly Option<int?> _from = Inputs.Number(
        "--from", "With --script: print only migrations after this version.", 0, int.MaxValue);

    public static Command Create()
    {
        var command = new ToolCommand(
            "migrate",
            "Applies the missing migrations. Several nodes may run it at the same time: one migrates and the others wait.",
            "migrate",
            "migrate --check",
            "migrate --script --from 1 > lti.sql && psql --set=ON_ERROR_STOP=1 --file=lti.sql")
        {
            _check,
            _script,
            _from,
        };
        command.Validators.Add(result =>
        {
            var isScript = result.GetValue(_script);
            if (isScript && (result.GetValue(_check) || result.GetValue(GlobalOptions.Json)))
            {
                result.AddError("--script prints SQL only. It can't be combined with --check or --json.");
            }
            else if (!isScript && result.GetResult(_from) is not null)
            {
                result.AddError("--from needs --script. Without it, all missing migrations are applied in their order.");
            }
        });
        return command.Runs((run, cancellationToken) => run.Value(_script) ? ScriptAsync(run) : OnDatabaseAsync(run, cancellationToken));
    }

    private static async Task<int> ScriptAsync(CommandRun run)
    {
        string script;
        try
        {
            script = PostgreSqlSchema.Script(run.Schema, run.Value(_from) ?? 0);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new RefusedException("--from is greater than the newest version. There is nothing to print.");
        }

        await run.Host.Output.WriteAsync(script).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static async Task<int> OnDatabaseAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var database = Database.Open(run);
        await using (database.ConfigureAwait(false))
        {
            var isCheck = run.Value(_check);
            if (!isCheck || run.IsVerbose)
            {
                Database.Announce(run);
            }

            return isCheck
                ? await CheckAsync(database, run, cancellationToken).ConfigureAwait(false)
                : await ApplyAsync(database, run, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<int> CheckAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        var status = await database.Schema.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        run.Output.Write(
            SchemaStatusShape.Of(database.SchemaName, status),
            SchemaJson.Default.SchemaStatusShape,
            text => text.Line(SchemaSentence.Of(database.SchemaTitle, status)));
        return status.IsUsable ? ExitCode.Done : ExitCode.No;
    }

    private static async Task<int> ApplyAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        var (applied, status) = await MigrateAsync(database, cancellationToken).ConfigureAwait(false);
        run.Output.Write(new(database.SchemaName, status.Version, applied), SchemaJson.Default.AppliedMigrationsShape, text =>
        {
            if (applied.Count > 0)
            {
                text.Line($"Applied: {string.Join(", ", applied)}.");
            }

            text.Line(SchemaSentence.Of(database.SchemaTitle, status));
        });
        return ExitCode.Done;
    }

    private static async Task<(IReadOnlyList<int> Applied, SchemaStatus Status)> MigrateAsync(
        IDatabase database, CancellationToken cancellationToken)
    {
        var hasChanged = false;
        try
        {
            var applied = await database.MigrateAsync(() => hasChanged = true, cancellationToken).ConfigureAwait(false);
            return (applied, await database.Schema.GetStatusAsync(CancellationToken.None).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            throw new CancelledException(
                "Cancelled. Each migration was applied whole or not at all. lti-storage migrate --check lists the missing ones.");
        }
        catch (LtiStorageException e) when (hasChanged)
        {
            // The library speaks of the step that failed. The steps before it stay.
            throw new LtiStorageUnavailableException(
                $"{LibraryMessage.OfStep(e.Message)} Earlier steps were applied and stay. Run the command again: it goes on.",
                LtiWorkOutcome.Unknown,
                e);
        }
    }
}
