namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>What the options say about connections. Null: the caller's text decides, else the default of <see cref="ConnectionRules"/>.</summary>
internal sealed record ConnectionChoices
{
    /// <summary>At least 1.</summary>
    public int? MaxPoolSize { get; init; }

    /// <summary>Over zero; counted in whole seconds, rounded up.</summary>
    public TimeSpan? IdleConnectionLifetime { get; init; }

    /// <summary>Over zero, at most 1,024 seconds; rounded up to whole ones.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>Over zero; rounded up to whole seconds.</summary>
    public TimeSpan? CommandTimeout { get; init; }

    /// <summary>Whether this is a serverless environment; null: its variables tell.</summary>
    public bool? IsServerless { get; init; }

    /// <summary>False for PgBouncer in transaction mode before 1.21, which gives statements to a connection that didn't prepare them.</summary>
    public bool PrepareStatements { get; init; } = true;
}
