using Lti.Storage;
using Lti.Storage.DataProtection;
using Lti.Storage.Internal;
using Microsoft.AspNetCore.DataProtection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Protects the secrets of a storage with ASP.NET Core Data Protection.</summary>
public static class DataProtectionLtiStorageBuilderExtensions
{
    /// <summary>Protects the private keys and access tokens that the storage stores.</summary>
    /// <remarks>
    /// <para>
    /// It registers an <see cref="ISecretProtector"/>, under the name of a named storage. It uses the container's
    /// <see cref="IDataProtectionProvider"/>: call <c>services.AddDataProtection()</c> and configure it.
    /// </para>
    /// <para>
    /// Store the Data Protection keys where all nodes read them and apart from the database, and set one application name. Back them up:
    /// without them nothing that they protect can be read.
    /// </para>
    /// </remarks>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The storage already has a protector.</exception>
    public static LtiStorageBuilder ProtectSecrets(this LtiStorageBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.HasNamed<ISecretProtector>(builder.Name))
        {
            throw new InvalidOperationException("The storage already has a protector of secrets. Call ProtectSecrets() once.");
        }

        builder.Services.AddKeyedSingleton<ISecretProtector>(builder.Name, static (services, _) => new DataProtectionSecretProtector(
            services.GetService<IDataProtectionProvider>() ?? throw new InvalidOperationException(
                "ProtectSecrets() found no Data Protection. Call services.AddDataProtection() and configure where its keys are stored.")));
        return builder;
    }
}
