using System.CommandLine;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Cli.Schema;

/// <summary><c>migrate</c>: applies, checks or prints migrations.</summary>
internal static class MigrateCommand
{
    private static readonly Option<bool> _check = Inputs.Flag("--check", "Change nothing; exit with 1 where this library can't work with the schema.");
    private static readonly Option<bool> _script = Inputs.Flag("--script", "Print the SQL for an administrator to apply by hand. No database is asked.");
    private static readonly Option<int?> _from = Inputs.Number("--from", "With --script: only migrations after this version.", 0, int.MaxValue);

    public static Command Create()
    {
        var command = new ToolCommand(
            "migrate",
            "Applies the missing migrations, all or none. Any number of nodes may do it at once: one does, the others wait.",
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
                result.AddError("--script prints SQL and nothing else: it goes neither with --check nor with --json.");
            }
            else if (!isScript && result.GetResult(_from) is not null)
            {
                result.AddError("--from needs --script: migrations are applied in their order, all that are missing.");
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
            throw new RefusedException("--from is greater than the newest version, so there is nothing to print.");
        }

        await run.Arguments.InvocationConfiguration.Output.WriteAsync(script).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static async Task<int> OnDatabaseAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var storage = Connecting.Database.Open(run);
        await using (storage.ConfigureAwait(false))
        {
            return run.Value(_check)
                ? await CheckAsync(storage.Schema, run, cancellationToken).ConfigureAwait(false)
                : await ApplyAsync(storage.Schema, run, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<int> CheckAsync(PostgreSqlSchema schema, CommandRun run, CancellationToken cancellationToken)
    {
        var status = await schema.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        run.Output.Write(SchemaStatusShape.Of(schema.Name, status), ToolJson.Default.SchemaStatusShape, text => text.Line(SchemaSentence.Of(schema.Name, status)));
        return status.IsUsable ? ExitCode.Done : ExitCode.No;
    }

    private static async Task<int> ApplyAsync(PostgreSqlSchema schema, CommandRun run, CancellationToken cancellationToken)
    {
        var applied = await schema.MigrateAsync(cancellationToken).ConfigureAwait(false);
        var status = await schema.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        run.Output.Write(new(schema.Name, status.Version, applied), ToolJson.Default.AppliedMigrationsShape, text =>
        {
            if (applied.Count > 0)
            {
                text.Line($"Applied: {string.Join(", ", applied)}.");
            }

            text.Line(SchemaSentence.Of(schema.Name, status));
        });
        return ExitCode.Done;
    }
}
