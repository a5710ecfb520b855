namespace Lti.Storage.PostgreSqlServer.Internal;

internal sealed record CommandResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;

    public void ThrowIfFailed(string program)
    {
        if (!Succeeded)
        {
            throw new InvalidOperationException($"{program} failed with exit code {ExitCode}: {Output.Trim()}");
        }
    }
}
