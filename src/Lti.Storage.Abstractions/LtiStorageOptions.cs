using System.ComponentModel.DataAnnotations;
using Lti.Storage.Internal;

namespace Lti.Storage;

/// <summary>
/// What every provider lets be chosen. Checked at start-up, or when a storage is constructed without a container; a storage copies them, so
/// later changes have no effect.
/// </summary>
public sealed class LtiStorageOptions
{
    /// <summary>
    /// How long a stored or claimed nonce lives when the call gives no lifetime (contract rule N1): the time a user may take from login to launch.
    /// Over zero, at most 3,650 days. Default: 10 minutes.
    /// </summary>
    [TimeRange("3650.00:00:00")]
    public TimeSpan NonceLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a session lives when the call gives no lifetime (rule S1). Over zero, at most 3,650 days. Default: 24 hours.</summary>
    [TimeRange("3650.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a registration session lives when the call gives no lifetime (rule R1). Over zero, at most 3,650 days. Default: 15 minutes.</summary>
    [TimeRange("3650.00:00:00")]
    public TimeSpan RegistrationSessionLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Whether the deployment <c>default</c> answers for deployments that are not stored (rule L1). Default: true. Turn it off where every
    /// deployment is registered by hand.
    /// </summary>
    public bool UseDefaultDeployment { get; set; } = true;

    /// <summary>
    /// The largest session or registration document, in UTF-8 bytes as the library writes it, without white space (rule E2).
    /// From 1 KiB to 64 MiB. Default: 1 MiB.
    /// </summary>
    [Range(1024, 67_108_864)]
    public int MaxDocumentBytes { get; set; } = 1_048_576;

    /// <summary>
    /// How many rows of one kind a cleanup removes at a time (rule K2). From 1 to 100,000. Default: 100, of which other calls feel little; more make a
    /// cleanup hardly faster.
    /// </summary>
    [Range(1, 100_000)]
    public int CleanupBatchSize { get; set; } = 100;

    /// <summary>
    /// What the start of a host does about the schema of a storage that has one (<see cref="IStorageSchema"/>). Other storages ignore it. Default:
    /// <see cref="SchemaOnStart.Check"/>.
    /// </summary>
    [EnumDataType(typeof(SchemaOnStart), ErrorMessage = "SchemaOnStart must be Check, Migrate or Nothing.")]
    public SchemaOnStart SchemaOnStart { get; set; }

    internal LtiStorageOptions Copy() => (LtiStorageOptions)MemberwiseClone();
}
