using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Holds launch configurations and sessions that the tests find and change.</summary>
internal sealed class ChangedData
{
    private readonly List<LtiLaunchConfig> _configs = [];
    private readonly List<LtiSession> _sessions = [];
    private readonly List<LaunchKey> _keys = [];
    private int _version;

    private ChangedData()
    {
    }

    /// <summary>Gets the configurations before the changes.</summary>
    public IReadOnlyList<LtiLaunchConfig> Configs => _configs;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ChangedData> CreateAsync(ILtiStorage storage, int count)
    {
        var data = new ChangedData();
        while (data._keys.Count < count)
        {
            data._keys.Add(Sample.LaunchKey());
            data._sessions.Add(Sample.Session());
            data._configs.Add((await storage.SaveLaunchConfigAsync(data._keys[^1], Sample.Endpoints, cancellationToken: Token)).Config);
            await storage.AddSessionAsync(data._sessions[^1], cancellationToken: Token);
        }

        return data;
    }

    /// <summary>Changes each launch configuration.</summary>
    public async Task ChangeConfigsAsync(ILtiStorage storage)
    {
        var endpoints = Sample.Endpoints with { TokenUrl = $"https://lms.example.edu/token/{++_version}" };
        foreach (var key in _keys)
        {
            await storage.SaveLaunchConfigAsync(key, endpoints, ExistingEndpoints.Replace, Token);
        }
    }

    /// <summary>Deletes every second session.</summary>
    /// <returns>The number of deleted sessions.</returns>
    public async Task<int> DeleteHalfOfTheSessionsAsync(ILtiStorage storage)
    {
        var half = _sessions.Where((_, i) => i % 2 == 0).ToList();
        foreach (var session in half)
        {
            await storage.DeleteSessionAsync(session.Id, Token);
        }

        return half.Count;
    }

    /// <summary>Returns what a storage finds for each configuration and session.</summary>
    public async Task<IReadOnlyList<object?>> FindAsync(ILtiStorage storage)
    {
        List<object?> answers = [];
        foreach (var (key, session) in _keys.Zip(_sessions))
        {
            answers.Add(await AnswerAsync(() => storage.FindLaunchConfigAsync(key, Token)));
            answers.Add(await AnswerAsync(() => storage.FindSessionAsync(session.Id, Token)));
        }

        return answers;
    }

    /// <summary>Returns the first answer and retries after errors. A fault may have left a pool of dead connections.</summary>
    private static async Task<T?> AnswerAsync<T>(Func<ValueTask<T?>> find)
        where T : class
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await find();
            }
            catch (LtiStorageUnavailableException) when (attempt < FaultyServer.PoolSize)
            {
            }
        }
    }
}
