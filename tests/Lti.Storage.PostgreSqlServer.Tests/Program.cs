using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Lti.Storage.PostgreSqlServer.Tests;

/// <summary>Runs <see cref="OwnerProcess"/> when asked to, and otherwise the tests as xunit's generated entry point does.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is [OwnerProcess.Command])
        {
            return await OwnerProcess.RunAsync();
        }

        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
    }
}
