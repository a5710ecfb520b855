namespace Lti.Storage.PostgreSql.Tests.Invalidation;

/// <summary>What was reported, and when; without an id, everything.</summary>
internal sealed class TimedReports(TimeProvider clock) : IInvalidationListener
{
    public List<(Guid? Id, TimeSpan At)> Reports { get; } = [];

    public void ClientChanged(Guid ltiClientId) => Add(ltiClientId);

    public void SessionDeleted(Guid sessionId) => Add(sessionId);

    public void EverythingChanged() => Add(id: null);

    private void Add(Guid? id) => Reports.Add((id, clock.GetUtcNow().TimeOfDay));
}
