using System.CommandLine;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.DataProtection;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Lti.Storage.Cli.ToolKeys;

/// <summary>The options that say how the tool's program protects private keys.</summary>
internal static class ProtectionOptions
{
    private const string Help = "Give --data-protection-keys and --application-name as the tool's program has them, "
        + "or --allow-unprotected if it sets AllowUnprotectedSecrets.";

    public static Option<string?> Keys { get; } = Inputs.Optional(
        "--data-protection-keys", "The folder of the Data Protection keys of the tool's program (PersistKeysToFileSystem).", "folder");

    public static Option<string?> ApplicationName { get; } = Inputs.Optional(
        "--application-name", "The name that the program gives to SetApplicationName, or else its content root path.");

    public static Option<bool> AllowUnprotected { get; } = Inputs.Flag(
        "--allow-unprotected", "Store the private key without protection. Only for a program that sets AllowUnprotectedSecrets.");

    /// <summary>Returns the protector of the program; null if the operator allows to store without one.</summary>
    /// <exception cref="RefusedException">The options are missing, contradict each other or name no usable folder.</exception>
    public static ISecretProtector? Require(CommandRun run) => (Find(run), run.Value(AllowUnprotected)) switch
    {
        (null, false) => throw new RefusedException($"A private key is stored protected only. {Help}"),
        ({ }, true) => throw new RefusedException($"--allow-unprotected and --data-protection-keys contradict each other. {Help}"),
        var (protector, _) => protector,
    };

    /// <summary>Returns the protector that the options describe; null if they are left out.</summary>
    /// <exception cref="RefusedException">The options contradict each other or name no usable folder.</exception>
    public static ISecretProtector? Find(CommandRun run)
    {
        switch (run.Value(Keys), run.Value(ApplicationName))
        {
            case (null, null):
                return null;
            case (null, _):
                throw new RefusedException("--application-name needs --data-protection-keys.");
            case (_, null):
                throw new RefusedException(
                    "--data-protection-keys needs --application-name: what the program gives to SetApplicationName, "
                        + "or else its content root path.");
            case var (folder, name):
                return Create(Path.GetFullPath(folder, run.Host.Folder), name);
        }
    }

    private static DataProtectionSecretProtector Create(string folder, string applicationName)
    {
        // Data Protection would make a key in an empty folder. The program would not find it, and could not read what it protects.
        var keys = new DirectoryInfo(folder);
        if (!keys.Exists || !keys.EnumerateFiles("key-*.xml").Any())
        {
            throw new RefusedException($"--data-protection-keys: The folder {folder} has no Data Protection keys (key-*.xml).");
        }

        var services = new ServiceCollection();
        services.AddDataProtection().PersistKeysToFileSystem(keys).SetApplicationName(applicationName).DisableAutomaticKeyGeneration();
        return new(services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>());
    }
}
