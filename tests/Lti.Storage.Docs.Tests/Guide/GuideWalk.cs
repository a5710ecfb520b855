using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>
/// Does what the page says, word by word, in an empty folder with packages made from the sources. It starts the tool after each part.
/// </summary>
/// <remarks>
/// Six things differ from the page. The packages come from a folder that the test fills, through a <c>nuget.config</c>. The port is a free one.
/// The platform's key set is one of the tests. The database is one of the tests, so Docker is not started. The ids of the approval are those of
/// the listing before it. A machine may lack the means to trust the certificate.
/// </remarks>
public sealed class GuideWalk(PagesDatabase database) : IAsyncLifetime
{
    private const string Port = "5001";
    private const int NotTrusted = 4;
    private const string FileFolder = "on-file";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lti-guide-");
    private readonly Uri _address = new($"https://localhost:{FreePort()}");
    private ReaderShell? _shell;
    private Platform? _platform;
    private RunningTool? _tool;
    private RunningTool? _toolOnFile;
    private string _start = "";
    private string _listing = "";

    /// <summary>Gets the platform of the tool.</summary>
    internal Platform Platform => _platform!;

    /// <summary>Gets the tool as it is before PostgreSQL, started once for all tests.</summary>
    internal RunningTool ToolOnFile => _toolOnFile!;

    /// <summary>Gets the key of the tool's administration.</summary>
    internal string AdminKey => _shell!.Variables["AdminKey"];

    /// <summary>Gets the output of each command by the command.</summary>
    internal Dictionary<string, List<string>> Outputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the parts of the page after which the tool answered.</summary>
    internal List<string> StartedAfter { get; } = [];

    /// <summary>Gets what the user of the pending deployment saw before and after the approval.</summary>
    internal List<HttpStatusCode> LaunchesOfPendingDeployment { get; } = [];

    /// <summary>Gets what the command line printed for a deployment that waits on PostgreSQL.</summary>
    internal string WaitingOnPostgreSql { get; private set; } = "";

    /// <summary>Gets the health that the tool on PostgreSQL reported.</summary>
    internal string Health { get; private set; } = "";

    /// <summary>Gets the page of a launch on PostgreSQL.</summary>
    internal string PageOnPostgreSql { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (!TestRun.IsFull)
        {
            return;
        }

        _shell = new ReaderShell(_folder.FullName);
        _platform = await Platform.StartAsync();
        _shell.Variables["Platform__JwksUrl"] = _platform.KeySet("good");
        await PackedPackages.CreateAsync(_shell, Path.Combine(_folder.FullName, "packages"));
        foreach (var section in GuidePage.Sections)
        {
            if (section.Contains("PostgreSQL", StringComparison.Ordinal))
            {
                _toolOnFile = await CopyAndStartAsync(FileFolder);
                if (database.Server is null)
                {
                    break;
                }
            }

            foreach (var step in GuidePage.Steps.Where(step => step.Section == section))
            {
                await (step is EditStep edit ? EditAsync(edit) : RunAsync(((CommandStep)step).Command));
            }

            // "Restart the tool after each step."
            _tool ??= await StartAsync();
            StartedAfter.Add(section);
            await StopAsync();
        }
    }

    /// <summary>Starts another tool of the state before PostgreSQL with a setting of its own.</summary>
    internal async Task<RunningTool> StartToolOnFileAsync(string setting, string value)
    {
        // A registration with other endpoints would be a conflict in the data of the first one.
        var address = new Uri($"https://localhost:{FreePort()}");
        var folder = Path.Combine(_folder.FullName, $"on-file-{address.Port}");
        await _shell!.RunAsync($"cp -r '{Path.Combine(_folder.FullName, FileFolder)}' '{folder}' && rm -f '{folder}'/lti.db*");
        return await RunningTool.StartAsync(
            _shell, $"env {setting}='{value}' PublicUrl={address.GetLeftPart(UriPartial.Authority)} {Built(address)}", folder, address);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await (_toolOnFile?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_platform?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Built(Uri address) => $"ASPNETCORE_ENVIRONMENT=Development dotnet MyTool.dll --urls {address.GetLeftPart(UriPartial.Authority)}";

    private async Task EditAsync(EditStep edit)
    {
        await StopAsync();
        var file = Path.Combine(_shell!.Folder, edit.File);
        var text = edit.Apply(File.Exists(file) ? await File.ReadAllTextAsync(file) : null);
        await File.WriteAllTextAsync(file, edit.File.EndsWith(".json", StringComparison.Ordinal) ? WithPort(text) : text);
    }

    private async Task RunAsync(string command)
    {
        if (command.StartsWith("dotnet run ", StringComparison.Ordinal))
        {
            await StopAsync();
            _start = WithPort(command);
            _tool = await StartAsync();
        }
        else if (command.StartsWith("export DATABASE_URL=", StringComparison.Ordinal))
        {
            _shell!.Variables["DATABASE_URL"] = (await database.Server!.CreateDatabaseAsync(TestContext.Current.CancellationToken)).ConnectionString;
        }
        else if (command.StartsWith("curl ", StringComparison.Ordinal))
        {
            await ApproveAsync(command);
        }
        else if (command.StartsWith("lti-storage ", StringComparison.Ordinal))
        {
            await UsePostgreSqlAsync(command);
        }
        else if (!command.StartsWith("docker ", StringComparison.Ordinal))
        {
            await StopAsync();
            await ShellAsync(command);
        }
    }

    // The first command lists, the second approves. A launch before them makes the deployment wait.
    private async Task ApproveAsync(string command)
    {
        var ids = command.Contains("<deployment>", StringComparison.Ordinal);
        if (!ids)
        {
            LaunchesOfPendingDeployment.Add(await LaunchPendingAsync());
        }

        var row = ids ? JsonDocument.Parse(_listing).RootElement[0] : default;
        var output = await ShellAsync(ids
            ? command.Replace("<client>", row.GetProperty("client").GetString(), StringComparison.Ordinal)
                .Replace("<deployment>", row.GetProperty("deployment").GetString(), StringComparison.Ordinal)
            : command);
        if (ids)
        {
            LaunchesOfPendingDeployment.Add(await LaunchPendingAsync());
        }

        // curl writes its progress before the answer.
        _listing = output[Math.Max(0, output.IndexOf('[', StringComparison.Ordinal))..];
    }

    private async Task UsePostgreSqlAsync(string command)
    {
        _tool ??= await StartAsync();
        using var browser = new Browser(_address);
        PageOnPostgreSql = await browser.ReadAsync(await browser.LaunchAsync());
        Health = await browser.ReadAsync("/health");
        await LaunchPendingAsync();
        WaitingOnPostgreSql = await ShellAsync(command);
    }

    private async Task<HttpStatusCode> LaunchPendingAsync()
    {
        using var browser = new Browser(_address);
        var login = await browser.LogInAsync();
        using var answer = await browser.BringAsync(login.State, Platform.Sign(login.Nonce, Platform.Claims(("lti:deployment_id", "site-2"))));
        return answer.StatusCode;
    }

    private async Task<string> ShellAsync(string command)
    {
        int[] accepted = command.StartsWith("dotnet dev-certs ", StringComparison.Ordinal) ? [NotTrusted] : [];
        var output = await _shell!.RunAsync(WithPort(command), accepted);
        if (!Outputs.TryGetValue(command, out var outputs))
        {
            Outputs[command] = outputs = [];
        }

        outputs.Add(output);
        return output;
    }

    private Task<RunningTool> StartAsync() => RunningTool.StartAsync(_shell!, _start, _shell!.Folder, _address);

    private async Task StopAsync()
    {
        await (_tool?.DisposeAsync() ?? ValueTask.CompletedTask);
        _tool = null;
    }

    private async Task<RunningTool> CopyAndStartAsync(string name)
    {
        await StopAsync();
        var folder = Path.Combine(_folder.FullName, name);
        await _shell!.RunAsync($"cp -r MyTool/bin/Debug/net10.0 '{folder}' && cp MyTool/appsettings.json '{folder}'");
        var address = new Uri($"https://localhost:{FreePort()}");

        // Readers also write it with capitals or a final slash.
        return await RunningTool.StartAsync(_shell, $"env PublicUrl=HTTPS://LocalHost:{address.Port}/ {Built(address)}", folder, address);
    }

    private string WithPort(string text) => text.Replace($"https://localhost:{Port}", _address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
}
