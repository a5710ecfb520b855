using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Sets the number of connections and their lifetime.</summary>
internal static class PoolRules
{
    private const int DefaultSize = 10;
    private const int ServerlessSize = 1;
    private const int LargeServerlessSize = 5;
    private const int DefaultIdleSeconds = 20;
    private const int DefaultPruningSeconds = 10;

    public static void Apply(
        NpgsqlConnectionStringBuilder settings, ConnectionText text, ConnectionChoices choices, bool serverless, ILogger logger)
    {
        Sizes(settings, text, choices, serverless);
        Lifetimes(settings, text, choices);
        if (serverless && settings.MaxPoolSize > LargeServerlessSize)
        {
            logger.LargeServerlessPool(settings.MaxPoolSize, ServerlessSize);
        }
    }

    private static void Sizes(NpgsqlConnectionStringBuilder settings, ConnectionText text, ConnectionChoices choices, bool serverless)
    {
        if (choices.MaxPoolSize < 1)
        {
            throw Refused.Text("MaxPoolSize must be at least 1.", nameof(ConnectionChoices.MaxPoolSize));
        }

        settings.MaxPoolSize = choices.MaxPoolSize
            ?? (text.Sets(Keyword.MaximumPoolSize) ? settings.MaxPoolSize : serverless ? ServerlessSize : DefaultSize);
        if (!text.Sets(Keyword.MinimumPoolSize))
        {
            settings.MinPoolSize = 0;
        }

        if (settings.MaxPoolSize < 1)
        {
            throw Refused.Text($"{Keyword.MaximumPoolSize} must be at least 1.");
        }

        if (settings.MinPoolSize > settings.MaxPoolSize)
        {
            throw Refused.Text(string.Create(
                CultureInfo.InvariantCulture,
                $"{Keyword.MinimumPoolSize} is over {Keyword.MaximumPoolSize}, which is {settings.MaxPoolSize} here. Set both, or remove "
                    + $"the first."));
        }
    }

    private static void Lifetimes(NpgsqlConnectionStringBuilder settings, ConnectionText text, ConnectionChoices choices)
    {
        if (choices.IdleConnectionLifetime is { } lifetime)
        {
            settings.ConnectionIdleLifetime = Seconds.RoundedUp(lifetime, nameof(ConnectionChoices.IdleConnectionLifetime));
        }
        else if (!text.Sets(Keyword.ConnectionIdleLifetime))
        {
            settings.ConnectionIdleLifetime = DefaultIdleSeconds;
        }

        if (!text.Sets(Keyword.ConnectionPruningInterval))
        {
            settings.ConnectionPruningInterval = Math.Clamp(settings.ConnectionIdleLifetime, 1, DefaultPruningSeconds);
        }

        // Npgsql checks this when it builds a data source. Its message does not say what to do.
        if (settings.ConnectionPruningInterval < 1 || settings.ConnectionPruningInterval > settings.ConnectionIdleLifetime)
        {
            throw Refused.Text(string.Create(
                CultureInfo.InvariantCulture,
                $"{Keyword.ConnectionPruningInterval} must be from 1 s to the {Keyword.ConnectionIdleLifetime}, which must be over zero "
                    + $"and is "
                + $"{settings.ConnectionIdleLifetime} s here. Set both, or remove the first."));
        }
    }
}
