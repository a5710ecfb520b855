using Lti.Storage.Abstractions.Tests.Provider;

namespace Lti.Storage.Abstractions.Tests.DependencyInjection;

/// <summary>Has a name and counts its disposals.</summary>
internal sealed class CountingStorage(string name, ILtiStorage? inner = null) : DelegatingLtiStorage(inner ?? new RecordingProvider())
{
    public string Name { get; } = name;

    public CountingStorage? Wrapped => Inner as CountingStorage;

    public int Disposals { get; private set; }

    public override ValueTask DisposeAsync()
    {
        Disposals++;
        return base.DisposeAsync();
    }
}
