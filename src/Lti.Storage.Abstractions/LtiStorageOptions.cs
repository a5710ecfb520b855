using System.ComponentModel.DataAnnotations;
using Lti.Storage.Internal;

namespace Lti.Storage;

/// <summary>Holds the options that all providers share.</summary>
/// <remarks>
/// They are checked at start-up or when a storage is constructed without a container. A storage copies them, so later changes have no
/// effect.
/// </remarks>
public sealed class LtiStorageOptions
{
    /// <summary>The name of the storage in metrics, traces and logs. Default: null.</summary>
    /// <remarks>
    /// It distinguishes several storages of a process. <c>AddLtiStorage("name")</c> sets it. It is the tag <c>lti_storage.name</c> and the
    /// end of the category of each logger.
    /// </remarks>
    public string? Name { get; set; }

    /// <summary>The lifetime of a nonce if the call gives none. Over zero and at most 3,650 days. Default: 10 minutes.</summary>
    /// <remarks>It applies to stored and claimed nonces (contract rule N1). It is the time a user may take from login to launch.</remarks>
    [TimeRange("3650.00:00:00")]
    public TimeSpan NonceLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The lifetime of a session if the call gives none (rule S1). Over zero and at most 3,650 days. Default: 24 hours.</summary>
    [TimeRange("3650.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// The lifetime of a registration session if the call gives none (rule R1). Over zero and at most 3,650 days. Default: 15 minutes.
    /// </summary>
    [TimeRange("3650.00:00:00")]
    public TimeSpan RegistrationSessionLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether the deployment <c>default</c> answers for unknown deployments (rule L1). Default: true.</summary>
    /// <remarks>Set it to false if every deployment is registered by hand.</remarks>
    public bool UseDefaultDeployment { get; set; } = true;

    /// <summary>The largest session or registration document in bytes (rule E2). From 1 KiB to 64 MiB. Default: 1 MiB.</summary>
    /// <remarks>
    /// The size is that of the stored form: UTF-8 without white space. The custom claim counts twice, since the stored form has it in
    /// <c>jwtPayload</c> and as <c>customParameters</c>. So half of the limit is left for a launch of custom parameters alone.
    /// </remarks>
    [Range(1024, 67_108_864)]
    public int MaxDocumentBytes { get; set; } = 1_048_576;

    /// <summary>The number of rows that a cleanup removes in one batch (rule K2). From 1 to 100,000. Default: 100.</summary>
    /// <remarks>Other calls hardly notice a batch of 100. Larger batches make a cleanup hardly faster.</remarks>
    [Range(1, 100_000)]
    public int CleanupBatchSize { get; set; } = 100;

    /// <summary>The schema work at the start of a host. Default: <see cref="SchemaOnStart.Check"/>.</summary>
    /// <remarks>It applies to a storage with a schema (<see cref="IStorageSchema"/>). Other storages ignore it.</remarks>
    [EnumDataType(typeof(SchemaOnStart), ErrorMessage = "SchemaOnStart must be Check, Migrate or Nothing.")]
    public SchemaOnStart SchemaOnStart { get; set; }

    /// <summary>Whether private keys and access tokens may be stored without an <see cref="ISecretProtector"/>. Default: false.</summary>
    /// <remarks>
    /// Set it in tests and development only. Otherwise a stolen database or backup contains them in the clear. A
    /// protector that is there is used in any case.
    /// </remarks>
    public bool AllowUnprotectedSecrets { get; set; }

    internal LtiStorageOptions Copy() => (LtiStorageOptions)MemberwiseClone();
}
