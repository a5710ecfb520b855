using System.Text;
using Microsoft.Extensions.Configuration;
using QuickStart.Commands;

namespace Lti.Storage.QuickStart.Tests.Commands;

/// <summary>A folder of files and the output of a command that played it.</summary>
internal sealed class PlayedFolder<TPlayer>(string command) : IDisposable
    where TPlayer : class, IFilePlayer
{
    // The environment is not read: DATABASE_URL may name a real server.
    private static readonly IConfiguration _nothingSet = new ConfigurationBuilder().Build();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory(command);
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public string Output => _output.ToString();

    public string Errors => _errors.ToString();

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Write(string name, string content) => File.WriteAllText(PathOf(name), content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    public void Write(string name, byte[] content) => File.WriteAllBytes(PathOf(name), content);

    public Task<int> RunAsync() => RunAsync(_folder.FullName);

    public Task<int> RunAsync(params string[] arguments)
        => FolderCommand.RunAsync<TPlayer>(command, arguments, _nothingSet, _output, _errors, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _errors.Dispose();
    }
}
