using System.Collections.Concurrent;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>One nonce, with which two launches are completed at once, and what they were told.</summary>
internal sealed class Launch(string nonce, LtiSession first, LtiSession second)
{
    private readonly ConcurrentQueue<LtiSession> _accepted = new();

    public string Nonce { get; } = nonce;

    public LtiSession First { get; } = first;

    public LtiSession Second { get; } = second;

    /// <summary>Whether the storing of the nonce was acknowledged.</summary>
    public bool IsStored { get; set; }

    /// <summary>Whether a completion ended without an outcome.</summary>
    public bool IsInDoubt { get; set; }

    public IReadOnlyCollection<LtiSession> Accepted => _accepted;

    public void Accept(LtiSession session) => _accepted.Enqueue(session);
}
