using System.Reflection;

namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Packs what this build made under a version of its own. So no package of an earlier run is taken for it.</summary>
internal static class PackedPackages
{
    private static readonly string[] _names = ["Abstractions", "InMemory", "Sqlite", "PostgreSql", "Caching", "Hosting", "Telemetry", "Testing", "Cli"];

    private static readonly string _configuration = typeof(PackedPackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Configuration").Value!;

    /// <summary>Packs into a folder and makes it the source of the reader's packages of this project.</summary>
    public static async Task CreateAsync(ReaderShell shell, string folder)
    {
        Directory.CreateDirectory(folder);
        var projects = string.Join(';', _names.Select(name => Path.Combine(Pages.Root, "src", $"Lti.Storage.{name}", $"Lti.Storage.{name}.csproj")));
        var properties = string.Join(
            ';',
            $"Configuration={_configuration}",
            "NoBuild=true",
            $"VersionSuffix=preview.1.guide{Guid.NewGuid():N}",
            $"PackageOutputPath={folder}",
            "IncludeSymbols=false",
            "EnablePackageValidation=false");
        var pack = Path.Combine(folder, "pack.proj");
        await File.WriteAllTextAsync(
            pack,
            $"""
            <Project>
              <Target Name="Pack">
                <ItemGroup><Source Include="{projects}" /></ItemGroup>
                <MSBuild Projects="@(Source)" Targets="Pack" Properties="{properties}" />
              </Target>
            </Project>
            """);

        // The build of the repository was restored with the packages of this user's home.
        await shell.RunAsync($"HOME='{Environment.GetEnvironmentVariable("HOME")}' dotnet msbuild '{pack}' -target:Pack -verbosity:minimal");
        await File.WriteAllTextAsync(
            Path.Combine(shell.Folder, "nuget.config"),
            $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{folder}" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="nuget.org"><package pattern="*" /></packageSource>
                <packageSource key="packed"><package pattern="Lti.Storage.*" /></packageSource>
              </packageSourceMapping>
              <fallbackPackageFolders>
                <add key="machine" value="{MachinePackages()}" />
              </fallbackPackageFolders>
            </configuration>
            """);
    }

    // Packages of others that this machine already has need no second download.
    private static string MachinePackages()
    {
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Directory.CreateDirectory(folder);
        return folder;
    }
}
