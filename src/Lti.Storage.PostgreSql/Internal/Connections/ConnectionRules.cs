using Lti.Storage.Internal;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>
/// Makes the final settings out of a caller's text and options. An option wins over the text, the text over the default; what the storage's promises
/// depend on is set whatever the text says.
/// </summary>
internal static class ConnectionRules
{
    public const string DefaultApplicationName = "lti-storage";

    private const int BufferSize = 64 * 1024;

    /// <exception cref="ArgumentException">Text and options, or the text alone, can't be followed.</exception>
    public static NpgsqlConnectionStringBuilder Apply(
        ConnectionText text, ConnectionChoices choices, Func<string, string?> readVariable, ILogger logger)
    {
        var settings = new NpgsqlConnectionStringBuilder(text.Builder.ConnectionString);
        var serverless = choices.IsServerless ?? Serverless.IsDetected(readVariable);
        PoolRules.Apply(settings, text, choices, serverless, logger);
        Waits(settings, text, choices);
        Statements(settings, text, choices);
        Sessions(settings, text);
        Buffers(settings, text, serverless);
        KeepSecrets(settings);
        NpgsqlVariables.Check(settings, text, readVariable);

        // Text is the same for all nodes, whatever the text, PGCLIENTENCODING or the server's defaults say.
        settings.ClientEncoding = TextEncoding.Utf8;
        settings.Encoding = TextEncoding.Utf8;
        if (string.IsNullOrEmpty(settings.ApplicationName))
        {
            settings.ApplicationName = readVariable("PGAPPNAME") is { Length: > 0 } name ? name : DefaultApplicationName;
        }

        return settings;
    }

    private static void Waits(NpgsqlConnectionStringBuilder settings, ConnectionText text, ConnectionChoices choices)
    {
        if (choices.ConnectTimeout is { } connect)
        {
            settings.Timeout = Seconds.RoundedUp(connect, nameof(ConnectionChoices.ConnectTimeout), 1024);
        }
        else if (!text.Sets(Keyword.Timeout))
        {
            settings.Timeout = 15;
        }

        if (choices.CommandTimeout is { } command)
        {
            settings.CommandTimeout = Seconds.RoundedUp(command, nameof(ConnectionChoices.CommandTimeout));
        }
        else if (!text.Sets(Keyword.CommandTimeout))
        {
            settings.CommandTimeout = 30;
        }

        // A primary that waits for its synchronous standby answers a cancelled commit as if all were well, with a warning that it may be lost. So after a
        // time-out no answer is waited for.
        settings.CancellationTimeout = -1;
    }

    private static void Statements(NpgsqlConnectionStringBuilder settings, ConnectionText text, ConnectionChoices choices)
    {
        if (!choices.PrepareStatements)
        {
            settings.MaxAutoPrepare = 0;
            return;
        }

        // The statements are few and known: each is worth preparing the first time.
        if (!text.Sets(Keyword.MaxAutoPrepare))
        {
            settings.MaxAutoPrepare = PreparedStatements.Needed;
        }

        if (!text.Sets(Keyword.AutoPrepareMinUsages))
        {
            settings.AutoPrepareMinUsages = 1;
        }
    }

    private static void Sessions(NpgsqlConnectionStringBuilder settings, ConnectionText text)
    {
#pragma warning disable CS0618 // Npgsql marks it as on its way out, which is the reason to refuse it.
        if (settings.Multiplexing)
#pragma warning restore CS0618
        {
            throw Refused.Text("Multiplexing can't be used: transactions need a connection of their own, and Npgsql is giving it up. Remove it.");
        }

        if (text.Sets(Keyword.ReplicationMode))
        {
            throw Refused.Text("Replication Mode can't be used: a storage needs an ordinary connection. Remove it.");
        }

        // A nonce that was consumed inside a caller's transaction would be given back by its rollback.
        settings.Enlist = false;
        // No session state is ever changed (settings are local to a statement's transaction), so there is nothing to reset between two uses, and
        // DISCARD ALL would throw prepared statements away and break PgBouncer's transaction mode.
        if (!text.Sets(Keyword.NoResetOnClose))
        {
            settings.NoResetOnClose = true;
        }

        // Every operation may write: of several servers a standby is of no use, nor is a former primary that was fenced by making it read-only.
        if (NpgsqlHosts.AreSeveral(settings) && !text.Sets(Keyword.TargetSessionAttributes))
        {
            settings.TargetSessionAttributes = "read-write";
        }
    }

    // A shared statement carries up to 64 documents of some kilobytes, there or back: with Npgsql's 8 KB that is a call to the kernel for each of them.
    private static void Buffers(NpgsqlConnectionStringBuilder settings, ConnectionText text, bool serverless)
    {
        if (serverless)
        {
            return;
        }

        if (!text.Sets(Keyword.ReadBufferSize))
        {
            settings.ReadBufferSize = BufferSize;
        }

        if (!text.Sets(Keyword.WriteBufferSize))
        {
            settings.WriteBufferSize = BufferSize;
        }
    }

    private static void KeepSecrets(NpgsqlConnectionStringBuilder settings)
    {
        // Rule E8, whatever the text says: error details quote rows, and the others put passwords and parameters where logs find them.
        settings.IncludeErrorDetail = false;
        settings.IncludeFailedBatchedCommand = false;
        settings.LogParameters = false;
        settings.PersistSecurityInfo = false;
    }
}
