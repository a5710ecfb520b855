using Lti.Storage.Cli.Tests.Golden;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Commands;

/// <summary>The other tests of commands run in the process of the tests.</summary>
/// <remarks>The tests of streams, signals and terminals run the commands that are not here as a process.</remarks>
public sealed class ProgramTests
{
    [Fact]
    [FullRun("tests of the program as a process")]
    public async Task Commands_work_as_a_process()
    {
        await using var database = await Database.MigratedAsync();
        var transcript = new Transcript(("DATABASE_URL", database.ConnectionString)) { UsesProcesses = true };

        await transcript.RunAsync("deployments", "--help");
        await transcript.RunAsync(
            "clients", "add", "--name", "Ñandú", "--issuer", "https://lms.example.edu", "--client-id", "client-1",
            "--authorization-url", "https://lms.example.edu/auth", "--token-url", "https://lms.example.edu/token",
            "--jwks-url", "https://lms.example.edu/jwks");
        var client = (await database.QueryAsync<Guid>("SELECT id FROM clients")).ToString();
        await transcript.RunAsync("clients", "update", client, "--name", "Canvas");
        await transcript.RunAsync("clients", "disable", client);
        await transcript.RunAsync("clients", "enable", client);
        await transcript.RunAsync("deployments", "add", client, "--deployment-id", "1", "--json");
        var deployment = (await database.QueryAsync<Guid>("SELECT id FROM deployments")).ToString();
        await transcript.RunAsync("deployments", "update", client, deployment, "--name", "Arts");
        await transcript.RunAsync("deployments", "disable", client, deployment);
        await transcript.RunAsync("deployments", "enable", client, deployment);
        await database.ExecuteAsync("UPDATE deployments SET status = 'pending'");
        await transcript.RunAsync("deployments", "approve", client, deployment);
        await transcript.RunAsync("deployments", "list", client);
        await transcript.RunAsync("clients", "show", client, "--json");
        await transcript.RunAsync("deployments", "remove", client, deployment, "--yes");
        await transcript.RunAsync("clients", "remove", client);
        await transcript.RunAsync("sessions", "show", client);

        transcript.ShouldMatch("program.txt");
    }
}
