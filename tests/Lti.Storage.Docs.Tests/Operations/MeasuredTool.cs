using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Lti.Storage.Caching;
using Lti.Storage.Hosting;
using Lti.Storage.PostgreSql;
using Lti.Storage.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using OpenTelemetry.Metrics;

namespace Lti.Storage.Docs.Tests.Operations;

/// <summary>A tool that is wired as the page says and has done everything the page measures.</summary>
public sealed class MeasuredTool(PagesDatabase database) : IAsyncLifetime
{
    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<string, bool>> _tags = new();
    private readonly ConcurrentDictionary<string, bool> _measured = new(StringComparer.Ordinal);

    private IHost? _rotating;

    /// <summary>Gets the text that the exporter sends to Prometheus.</summary>
    internal string Exposition { get; private set; } = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string ConnectionString => Environment.GetEnvironmentVariable(PagesDatabase.Variable)!;

    public async ValueTask InitializeAsync()
    {
        database.RequireServer();
        using var listener = Listen();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddLtiStorage(options => options.SchemaOnStart = SchemaOnStart.Migrate)
            .UsePostgreSql(options =>
            {
                options.ConnectionString = ConnectionString;
                options.MaxPoolSize = 2;
            })
            .WithCaching(options => options.UnknownLaunchCapacity = 3)
            .WithTelemetry();
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(TelemetryNames.MeterName, CachingMetrics.MeterName, HostingMetrics.MeterName, PostgreSqlMetrics.MeterName, "Npgsql")
            .AddPrometheusExporter());
        await using var app = builder.Build();
        app.MapPrometheusScrapingEndpoint();
        await app.StartAsync(Token);

        var storage = app.Services.GetRequiredService<ILtiStorage>();
        await RotateAsync(listener);
        await LaunchAsync(storage);
        await FailAsync(storage);
        await WaitForConnectionsAsync(storage);
        await NotifyAsync();
        await ComeAtOnceAsync(storage);
        listener.RecordObservableInstruments();
        Exposition = await app.GetTestClient().GetStringAsync(new Uri("/metrics", UriKind.Relative), Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_rotating is not null)
        {
            await _rotating.StopAsync(CancellationToken.None);
            _rotating.Dispose();
        }
    }

    /// <summary>Returns the instruments of the library and of Npgsql with the tags of their measurements.</summary>
    internal IReadOnlyList<PageInstrument> Instruments() =>
    [
        .. _tags.GroupBy(instrument => (instrument.Key.Meter.Name, instrument.Key.Name)).Select(same => new PageInstrument(
            same.Key.Item1,
            same.Key.Item2,
            Kind(same.First().Key),
            same.First().Key.Unit ?? "",
            [.. same.SelectMany(instrument => instrument.Value.Keys).ToHashSet(StringComparer.Ordinal).Order(StringComparer.Ordinal)])),
    ];

    private static string Kind(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Histogram" => "histogram",
        "Counter" or "ObservableCounter" => "counter",
        "UpDownCounter" or "ObservableUpDownCounter" => "up-down counter",
        "Gauge" or "ObservableGauge" => "gauge",
        var other => other,
    };

    /// <summary>Runs the rotation of another tool in this process, whose clock does not wait. Its meter stays for the exporter.</summary>
    private async Task RotateAsync(MeterListener listener)
    {
        var clock = new FakeTimeProvider();
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddLtiStorage(options => options.AllowUnprotectedSecrets = true).UseInMemory().AddToolKeys();
        _rotating = builder.Build();
        await _rotating.StartAsync(Token);
        while (!_measured.ContainsKey(HostingMetrics.KeyAge))
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            listener.RecordObservableInstruments();
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
    }

    private static async Task LaunchAsync(ILtiStorage storage)
    {
        var key = new LaunchKey($"https://{Guid.NewGuid():N}.example.edu", "client-1", "1");
        var endpoints = new LtiEndpoints { AuthorizationUrl = "https://lms.example.edu/a", TokenUrl = "https://lms.example.edu/t", JwksUrl = "https://lms.example.edu/j" };
        var config = (await storage.SaveLaunchConfigAsync(key, endpoints, cancellationToken: Token)).Config;
        await storage.ResolveLoginAsync(key.Issuer, key.ClientId, key.DeploymentId, Token);
        await storage.FindLoginAsync("unknown", Token);
        for (var i = 0; i < 2; i++)
        {
            var session = LtiSession.FromClaims(
                Encoding.UTF8.GetBytes($$"""{"iss":"{{key.Issuer}}","aud":"client-1","sub":"u","https://purl.imsglobal.org/spec/lti/claim/deployment_id":"1"}"""), key.ClientId);
            await storage.FindLaunchConfigAsync(key, Token);
            await storage.StoreNonceAsync($"{session.Id}", cancellationToken: Token);
            await storage.CompleteLaunchAsync($"{session.Id}", session, cancellationToken: Token);
            await storage.CompleteLaunchAsync($"{session.Id}", session, cancellationToken: Token);
            await storage.FindSessionAsync(session.Id, Token);
            await storage.FindSessionAsync(session.Id, Token);
        }

        // More unknown launches than the cache holds.
        for (var i = 0; i < 30; i++)
        {
            await storage.FindLaunchConfigAsync(key with { ClientId = $"unknown-{i}" }, Token);
        }

        await storage.CleanupAsync(Token);
        await storage.DeleteClientAsync(config.ClientKey, Token);
    }

    /// <summary>Makes an error of the caller and an error of the server. The second has a code.</summary>
    private static async Task FailAsync(ILtiStorage storage)
    {
        await Assert.ThrowsAsync<LtiNotFoundException>(async () => await storage.UpdateClientAsync(new ClientKey(Guid.NewGuid()), new ClientUpdate { Name = "None" }, Token));
        await using var missing = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = ConnectionString, Schema = "missing" }).WithTelemetry();
        await Assert.ThrowsAnyAsync<LtiStorageException>(async () => await missing.CleanupAsync(Token));
    }

    /// <summary>Sends more calls than there are connections and one call that times out waiting for a connection.</summary>
    private static async Task WaitForConnectionsAsync(ILtiStorage storage)
    {
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => storage.FindClientAsync(new ClientKey(Guid.NewGuid()), Token).AsTask()));
        await using var one = new NpgsqlDataSourceBuilder(ConnectionString) { Name = "one", ConnectionStringBuilder = { MaxPoolSize = 1, Timeout = 1 } }.Build();
        await using var held = await one.OpenConnectionAsync(Token);
        await Assert.ThrowsAsync<NpgsqlException>(async () => await one.OpenConnectionAsync(Token));
    }

    /// <summary>Sends notifications of changes and one that the listener ignores.</summary>
    private async Task NotifyAsync()
    {
        var channel = $"lti_storage_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PostgreSqlStorageOptions.DefaultSchema)))[..32]}";
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        string[] expected = [PostgreSqlMetrics.InvalidationConnections, PostgreSqlMetrics.InvalidationsReceived, PostgreSqlMetrics.InvalidationsIgnored];
        while (!expected.All(_measured.ContainsKey))
        {
            await using var notify = source.CreateCommand($"NOTIFY {channel}, 'nothing known'; SELECT pg_notify('{channel}', 'c:' || gen_random_uuid())");
            await notify.ExecuteNonQueryAsync(Token);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
    }

    /// <summary>Sends concurrent launches with one session id, so that launches of one batch conflict.</summary>
    private async Task ComeAtOnceAsync(ILtiStorage storage)
    {
        string[] expected = [PostgreSqlMetrics.BatchSize, PostgreSqlMetrics.QueueWaitTime, PostgreSqlMetrics.BatchRetries];
        while (!expected.All(_measured.ContainsKey))
        {
            var session = LtiSession.FromClaims(
                """{"iss":"https://lms.example.edu","aud":"client-1","sub":"u","https://purl.imsglobal.org/spec/lti/claim/deployment_id":"1"}"""u8, "client-1");
            await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
            {
                await storage.StoreNonceAsync($"{session.Id} {i}", cancellationToken: Token);
                try
                {
                    await storage.CompleteLaunchAsync($"{session.Id} {i}", session, cancellationToken: Token);
                }
                catch (LtiConflictException)
                {
                    // All but one.
                }
            }));
        }
    }

    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name is "Npgsql" || instrument.Meter.Name.StartsWith("Lti.Storage", StringComparison.Ordinal))
                {
                    _tags.TryAdd(instrument, new(StringComparer.Ordinal));
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Keep(instrument, tags));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Keep(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Keep(instrument, tags));
        listener.Start();
        return listener;
    }

    private void Keep(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        // The tool's storage has no name. A page's code that runs in this process meanwhile may have named ones.
        foreach (var (key, _) in tags)
        {
            if (key == TelemetryNames.StorageNameTag)
            {
                return;
            }
        }

        _measured.TryAdd(instrument.Name, true);
        foreach (var (key, _) in tags)
        {
            _tags[instrument].TryAdd(key, true);
        }
    }
}
