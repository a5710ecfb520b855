namespace Lti.Storage.PostgreSql.Internal.Notifications;

/// <summary>Pauses that double up to a maximum.</summary>
internal sealed class BackOff(TimeSpan shortest, TimeSpan longest)
{
    private TimeSpan? _last;

    public TimeSpan Next()
    {
        var next = _last * 2 ?? shortest;
        _last = next < longest ? next : longest;
        return _last.Value;
    }

    public void Reset() => _last = null;
}
