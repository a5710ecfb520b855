using System.Text.Json;
using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Model.Rotation;

/// <summary>Runs steps on two nodes and on the model, and compares both at every instant at which a key changes its state.</summary>
internal sealed class RotationRun : IDisposable
{
    /// <summary>How far apart the clocks of the nodes are.</summary>
    private static readonly TimeSpan _skew = TimeSpan.FromMinutes(10);

    private readonly StorageEnvironment _environment;
    private readonly ToolKeyOptions _options;
    private readonly RotationModel _model;
    private readonly InterruptedKeys[] _storages;
    private readonly ToolKeyRing[] _rings;
    private readonly InvalidationHub _hub = new();
    private readonly Dictionary<string, TimeSpan> _publishedAt = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _stoppedAt = new(StringComparer.Ordinal);
    private readonly HashSet<string> _signsAtOnce = new(StringComparer.Ordinal);
    private TimeSpan _now;
    private string? _signing;

    public RotationRun(StorageEnvironment environment, IReadOnlyList<ILtiStorage> nodes, ToolKeyOptions options)
    {
        _environment = environment;
        _options = options;
        _model = new RotationModel(options);
        _storages = [.. nodes.Select(static node => new InterruptedKeys(node.GetService<IToolKeyStorage>()!))];
        TimeProvider[] clocks = [environment.CallerClock, new SkewedClock(environment.CallerClock, _skew)];
        _rings = [.. _storages.Zip(clocks, (storage, clock) => new ToolKeyRing(storage, options, protector: null, _hub, clock, ToolKeys.CreateRsa))];
    }

    private bool IsDown
    {
        get => _storages[0].IsDown;
        set => Array.ForEach(_storages, storage => storage.IsDown = value);
    }

    public async Task PassAsync(TimeSpan time)
    {
        var end = _now + time;
        foreach (var change in _model.Changes(_now, end).ToList())
        {
            await MoveAsync(change - _environment.ClockStep);
            await MoveAsync(change);
        }

        await MoveAsync(end);
    }

    public Task RotateIfDueAsync(int node) => ChangeAsync(async () =>
    {
        var isDue = _model.IsDue(_now);
        Assert.Equal(isDue, await _rings[node].RotateIfDueAsync());
        if (isDue)
        {
            _model.Add(await NewKeyAsync(node), _options.RotateEvery, _now);
        }

        _model.DeleteRetired(_now);
    });

    public Task RotateAsync(int node) => ChangeAsync(async () =>
    {
        var isMade = _model.Next(_now) is null;
        Assert.Equal(isMade, await _rings[node].RotateAsync());
        if (isMade)
        {
            _model.Add(await NewKeyAsync(node), TimeSpan.Zero, _now);
        }
    });

    public Task ImportAsync(int node, string keyId) => ChangeAsync(async () =>
    {
        using var rsa = ToolKeys.CreateRsa();
        var import = _rings[node].ImportAsync(rsa.ExportPkcs8PrivateKeyPem(), keyId);
        if (!IsDown && _model.Keys.Any(key => key.KeyId == keyId))
        {
            await Assert.ThrowsAsync<LtiConflictException>(() => import);
            return;
        }

        await import;
        _model.Import(keyId, _now);
    });

    /// <summary>Revokes the key of a number, or the one that signs.</summary>
    public Task RevokeAsync(int node, int? number) => ChangeAsync(async () =>
    {
        var keyId = number is { } index ? _model.Keys[index % _model.Keys.Count].KeyId : _signing!;
        var next = _model.Next(_now)?.KeyId;
        var revoked = await _rings[node].RevokeAsync(keyId);
        Assert.Equal(_model.Revoke(keyId, _now), revoked);
        if (revoked && keyId == _signing)
        {
            if (next is null)
            {
                next = await NewKeyAsync(node);
                _model.Add(next, TimeSpan.Zero, _now);
            }

            _signsAtOnce.Add(next);
        }
    });

    public Task BeginOutageAsync()
    {
        IsDown = true;
        return CheckAsync();
    }

    public Task EndOutageAsync()
    {
        IsDown = false;

        // A node tries again some seconds after a failure.
        return PassAsync(TimeSpan.FromMinutes(1));
    }

    /// <summary>Compares both nodes with the model and with what platforms need of a rotation.</summary>
    public async Task CheckAsync()
    {
        if (_model.Active(_now) is null)
        {
            // The first caller of all nodes makes the first key.
            var first = (await _rings[0].GetSigningKeyAsync()).KeyId;
            _model.Add(first, TimeSpan.Zero, _now);
            _signsAtOnce.Add(first);
        }

        var active = _model.Active(_now)!.KeyId;
        foreach (var ring in _rings)
        {
            Assert.Equal(active, (await ring.GetSigningKeyAsync()).KeyId);
            Assert.Equal(_model.Published(_now), Published(await ring.GetJwksAsync()), StringComparer.Ordinal);
        }

        Assert.Equal((await _rings[0].GetJwksAsync()).ETag, (await _rings[1].GetJwksAsync()).ETag);
        Assert.Equal((await _rings[0].GetJwksAsync()).Utf8Json.ToArray(), (await _rings[1].GetJwksAsync()).Utf8Json.ToArray());
        if (!IsDown)
        {
            Assert.Equal(active, Assert.Single(await _rings[0].ListAsync(), static key => key.State == ToolKeyState.Active).KeyId);
        }

        RequirePublication(active, Published(await _rings[1].GetJwksAsync()));
    }

    public void Dispose() => Array.ForEach(_rings, static ring => ring.Dispose());

    private static List<string> Published(ToolKeySet set)
        => [.. JsonElement.Parse(set.Utf8Json.Span).GetProperty("keys").EnumerateArray().Select(static key => key.GetProperty("kid").GetString()!)];

    /// <summary>Requires that keys are published for their times before they sign and after, unless a revocation asks for another.</summary>
    private void RequirePublication(string active, List<string> published)
    {
        foreach (var keyId in published)
        {
            _publishedAt.TryAdd(keyId, _now);
        }

        if (_signing != active)
        {
            Assert.True(_signsAtOnce.Contains(active) || _now - _publishedAt[active] >= _options.AnnounceFor, $"{active} signs too early.");
            if (_signing is not null)
            {
                _stoppedAt[_signing] = _now;
            }

            _signing = active;
        }

        var revoked = _model.Keys.Where(static key => key.IsRemoved).Select(static key => key.KeyId).ToHashSet(StringComparer.Ordinal);
        Assert.All(
            _stoppedAt.Where(stopped => _now < stopped.Value + _options.RetireFor && !revoked.Contains(stopped.Key)),
            stopped => Assert.Contains(stopped.Key, published, StringComparer.Ordinal));
    }

    private async Task MoveAsync(TimeSpan moment)
    {
        await _environment.PassAsync(moment - _now);
        _now = moment;
        await CheckAsync();
    }

    /// <summary>Makes a change and reports it, as a storage does. While the storage is down every change fails.</summary>
    private async Task ChangeAsync(Func<Task> change)
    {
        if (IsDown)
        {
            await Assert.ThrowsAsync<LtiStorageUnavailableException>(change);
        }
        else
        {
            await change();
            _hub.ToolKeysChanged();
        }

        await CheckAsync();
    }

    private async Task<string> NewKeyAsync(int node)
        => Assert.Single((await _rings[node].ListAsync()).Select(static key => key.KeyId).Except(_model.Keys.Select(static key => key.KeyId), StringComparer.Ordinal));
}
