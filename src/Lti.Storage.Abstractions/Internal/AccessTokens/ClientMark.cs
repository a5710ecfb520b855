namespace Lti.Storage.Internal.AccessTokens;

/// <summary>Is shared by all copies of one client, so that a report drops them without a search.</summary>
internal sealed class ClientMark
{
    private volatile bool _hasChanged;

    public bool HasChanged => _hasChanged;

    public void Change() => _hasChanged = true;
}
