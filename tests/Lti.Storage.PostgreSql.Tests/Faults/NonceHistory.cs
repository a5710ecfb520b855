using System.Collections.Concurrent;
using Lti.Storage.Conformance.Model;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Records all calls on one nonce and their answers.</summary>
internal sealed class NonceHistory
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromHours(1);

    private readonly string _nonce = Sample.Nonce();
    private readonly ConcurrentQueue<RecordedStep> _steps = new();
    private long _clock;
    private int _callers;

    public int Calls => _steps.Count;

    public int InDoubt => _steps.Count(step => step.Answered == RecordedStep.Never);

    /// <summary>Makes a call and records it unless it was not applied.</summary>
    /// <exception cref="LtiStorageUnavailableException">There was no answer.</exception>
    public async Task CallAsync(ILtiStorage storage, NonceCall call)
    {
        var (caller, called) = (Interlocked.Increment(ref _callers), Interlocked.Increment(ref _clock));
        try
        {
            var observation = await ObserveAsync(storage, call);
            _steps.Enqueue(new RecordedStep(caller, $"{call}", observation, called, Interlocked.Increment(ref _clock)));
        }
        catch (LtiStorageUnavailableException e) when (e.Outcome == LtiWorkOutcome.Unknown)
        {
            _steps.Enqueue(new RecordedStep(caller, $"{call}", new Observation("unknown", Happens(call)), called, RecordedStep.Never));
            throw;
        }
    }

    public bool IsExplained() => Linearizability.Explains(StorageModel.Empty, [.. _steps]);

    public override string ToString() => string.Join('\n', _steps.OrderBy(step => step.Called));

    private async Task<Observation> ObserveAsync(ILtiStorage storage, NonceCall call)
    {
        switch (call)
        {
            case NonceCall.Store:
                var isStored = await StoreAsync(storage);
                return new Observation(isStored ? "stored" : "conflict", model => model.If(isStored != model.Nonces.ContainsKey(_nonce)) is { } allowed ? Stored(allowed) : null);
            case NonceCall.Claim:
                var isClaimed = await storage.ClaimNonceAsync(_nonce, _lifetime);
                return new Observation($"{isClaimed}", model => model.If(isClaimed != model.Nonces.ContainsKey(_nonce)) is { } allowed ? Claimed(allowed) : null);
            default:
                var outcome = await storage.ConsumeNonceAsync(_nonce);
                return new Observation($"{outcome}", model => model.If(model.IsAllowed(_nonce, outcome)) is { } allowed ? Consumed(allowed) : null);
        }
    }

    private async Task<bool> StoreAsync(ILtiStorage storage)
    {
        try
        {
            await storage.StoreNonceAsync(_nonce, _lifetime);
            return true;
        }
        catch (LtiConflictException)
        {
            return false;
        }
    }

    /// <summary>Returns the effect of a call whose answer is unknown.</summary>
    private Judge Happens(NonceCall call) => call switch
    {
        NonceCall.Store => Stored,
        NonceCall.Claim => Claimed,
        _ => Consumed,
    };

    private StorageModel Stored(StorageModel model) => model.Nonces.ContainsKey(_nonce) ? model : model.WithNonce(_nonce, used: false, _lifetime);

    private StorageModel Claimed(StorageModel model) => model.Nonces.ContainsKey(_nonce) ? model : model.WithNonce(_nonce, used: true, _lifetime);

    private StorageModel Consumed(StorageModel model) => model.Nonces.ContainsKey(_nonce) ? model.WithUsed(_nonce) : model;
}
