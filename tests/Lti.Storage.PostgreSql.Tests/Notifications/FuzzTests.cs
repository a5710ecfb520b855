using CsCheck;
using Lti.Storage.PostgreSql.Internal.Notifications;
using Lti.Storage.PostgreSql.Tests.Connections;

namespace Lti.Storage.PostgreSql.Tests.Notifications;

/// <summary>Checks that any payload is one report or a proof or nothing and never an error.</summary>
/// <remarks>Every user of the database may send on the channel. A failure prints the seed that reproduces it.</remarks>
public sealed class FuzzTests
{
    /// <summary>The number of payloads, which takes about a second.</summary>
    private const int Budget = 100_000;

    private static readonly Gen<string> _real = Gen.Select(Gen.OneOf("c:", "s:", "p:", "*", "k", "", "x:", "c:s:"), Gen.Guid, Gen.OneOf("D", "N", "B", "X"))
        .Select((prefix, id, format) => prefix == "*" ? prefix : prefix + id.ToString(format));

    [Fact]
    public void Any_payload_is_one_report_or_a_proof_or_nothing()
        => Gen.OneOf(_real, Canary.Mutated(_real), Gen.String, Gen.Select(Gen.OneOf("c:", "s:", "p:", "*"), Gen.String).Select((prefix, rest) => prefix + rest)).Sample(
            payload =>
            {
                var listener = new Reports();

                var isReport = NotificationPayload.TryReport(payload, listener);

                Assert.Equal(isReport ? 1 : 0, listener.Count);
                Assert.False(isReport && NotificationPayload.IsProof(payload));
            },
            iter: Budget,
            threads: 1);

    [Fact]
    public void Each_valid_payload_is_reported_as_its_change()
        => Gen.Guid.Sample(
            id =>
            {
                var listener = new Reports();
                Assert.True(NotificationPayload.TryReport($"c:{id}", listener));
                Assert.True(NotificationPayload.TryReport($"s:{id}", listener));
                Assert.True(NotificationPayload.TryReport("*", listener));
                Assert.True(NotificationPayload.TryReport("k", listener));
                Assert.False(NotificationPayload.TryReport($"p:{id}", listener));
                Assert.True(NotificationPayload.IsProof($"p:{id}"));
                Assert.Equal((new ClientKey(id), id, 4), (listener.Client, listener.Session, listener.Count));
            },
            iter: 1000,
            threads: 1);

    private sealed class Reports : IInvalidationListener
    {
        public int Count { get; private set; }

        public ClientKey Client { get; private set; }

        public Guid Session { get; private set; }

        public void ClientChanged(ClientKey clientKey) => (Client, Count) = (clientKey, Count + 1);

        public void SessionDeleted(Guid sessionId) => (Session, Count) = (sessionId, Count + 1);

        public void ToolKeysChanged() => Count++;

        public void EverythingChanged() => Count++;
    }
}
