using Lti.Storage.Internal;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Creates the final settings from a caller's text and options.</summary>
/// <remarks>
/// An option overrides the text and the text overrides the default. Settings that the contract depends on override the text.
/// </remarks>
internal static class ConnectionRules
{
    public const string DefaultApplicationName = "lti-storage";

    private const int BufferSize = 64 * 1024;

    /// <exception cref="ArgumentException">The text can't be used, alone or with the options.</exception>
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

        // All nodes use one encoding, independent of the text, PGCLIENTENCODING and the server's defaults.
        settings.ClientEncoding = TextEncoding.Utf8;
        settings.Encoding = TextEncoding.Utf8;
        if (string.IsNullOrEmpty(settings.ApplicationName))
        {
            settings.ApplicationName = readVariable("PGAPPNAME") is { Length: > 0 } name ? name : DefaultApplicationName;
        }

        DataSources.Check(settings);
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

        // A primary that waits for its synchronous standby answers a cancelled commit with a success and a warning that it may be lost.
        // So no answer is awaited after a timeout.
        settings.CancellationTimeout = -1;
    }

    private static void Statements(NpgsqlConnectionStringBuilder settings, ConnectionText text, ConnectionChoices choices)
    {
        if (!choices.PrepareStatements)
        {
            settings.MaxAutoPrepare = 0;
            return;
        }

        // The statements are few and known, so each is prepared at its first use.
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
            throw Refused.Text("Multiplexing can't be used: transactions need a connection of their own, and Npgsql is giving it up. "
                + "Remove it.");
        }

        if (text.Sets(Keyword.ReplicationMode))
        {
            throw Refused.Text("Replication Mode can't be used: a storage needs an ordinary connection. Remove it.");
        }

        // The rollback of a caller's transaction would make a used nonce unused.
        settings.Enlist = false;
        // Settings are local to a transaction, so no session state has to be reset between two uses. DISCARD ALL would drop prepared
        // statements and break PgBouncer's transaction mode.
        if (!text.Sets(Keyword.NoResetOnClose))
        {
            settings.NoResetOnClose = true;
        }

        // Every operation may write, so a standby is of no use. A fenced primary that is read-only is of no use either.
        if (NpgsqlHosts.AreSeveral(settings) && !text.Sets(Keyword.TargetSessionAttributes))
        {
            settings.TargetSessionAttributes = "read-write";
        }
    }

    // A batch carries up to 64 documents of some kilobytes. With Npgsql's 8 KB each document would need a system call.
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
        // Error details quote rows, and the other settings log passwords and parameters. So rule E8 overrides the text.
        settings.IncludeErrorDetail = false;
        settings.IncludeFailedBatchedCommand = false;
        settings.LogParameters = false;
        settings.PersistSecurityInfo = false;
    }
}
