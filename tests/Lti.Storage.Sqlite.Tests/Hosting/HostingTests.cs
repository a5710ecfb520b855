using Lti.Storage.Conformance.Samples;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Sqlite.Tests.Hosting;

public sealed class HostingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Host_creates_the_file_and_data_survive_its_restart()
    {
        var session = Any.Session();
        using (var host = Build(services => services.AddLtiStorage().UseSqlite(_folder.ConnectionString)))
        {
            await host.StartAsync(Token);
            await host.Services.GetRequiredService<ILtiStorage>().AddSessionAsync(session, null, Token);
            await host.StopAsync(Token);
        }

        using var second = Build(services => services.AddLtiStorage().UseSqlite(_folder.ConnectionString));
        await second.StartAsync(Token);
        Assert.Equal(session, await second.Services.GetRequiredService<ISessionStore>().FindSessionAsync(session.Id, Token));
        await second.StopAsync(Token);
    }

    [Fact]
    public async Task Host_with_a_bad_connection_string_does_not_start()
    {
        using var host = Build(services => services.AddLtiStorage().UseSqlite("Data Source=:memory:"));

        await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));
    }

    [Fact]
    public async Task Named_storages_have_their_own_files()
    {
        var (north, south) = (Path.Combine(_folder.Path, "north.db"), Path.Combine(_folder.Path, "south.db"));
        using var host = Build(services =>
        {
            services.AddLtiStorage("north").UseSqlite(sqlite => sqlite.ConnectionString = $"Data Source={north}").WithCaching();
            services.Configure<SqliteStorageOptions>("south", sqlite => sqlite.ConnectionString = $"Data Source={south}");
            services.AddLtiStorage("south").UseSqlite();
        });
        await host.StartAsync(Token);
        var session = Any.Session();

        await host.Services.GetRequiredKeyedService<ILtiStorage>("north").AddSessionAsync(session, null, Token);

        Assert.Null(await host.Services.GetRequiredKeyedService<ILtiStorage>("south").FindSessionAsync(session.Id, Token));
        Assert.True(File.Exists(north) && File.Exists(south));
        await host.StopAsync(Token);
    }

    private static IHost Build(Action<IServiceCollection> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        configure(builder.Services);
        return builder.Build();
    }
}
