namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>The options about connections.</summary>
/// <remarks>Null leaves the choice to the caller's text and then to the default of <see cref="ConnectionRules"/>.</remarks>
internal sealed record ConnectionChoices
{
    /// <summary>At least 1.</summary>
    public int? MaxPoolSize { get; init; }

    /// <summary>Over zero. Rounded up to whole seconds.</summary>
    public TimeSpan? IdleConnectionLifetime { get; init; }

    /// <summary>Over zero and at most 1,024 seconds. Rounded up to whole seconds.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>Over zero. Rounded up to whole seconds.</summary>
    public TimeSpan? CommandTimeout { get; init; }

    /// <summary>Whether this is a serverless environment. Null detects it by its variables.</summary>
    public bool? IsServerless { get; init; }

    /// <summary>Whether statements are prepared.</summary>
    /// <remarks>
    /// False for PgBouncer in transaction mode before 1.21, which sends statements to a connection that did not prepare them.
    /// </remarks>
    public bool PrepareStatements { get; init; } = true;
}
