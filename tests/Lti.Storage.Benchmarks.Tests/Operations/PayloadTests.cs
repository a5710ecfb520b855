namespace Lti.Storage.Benchmarks.Tests;

public sealed class PayloadTests
{
    [Fact]
    public void Session_has_the_claims_of_the_launch_and_its_own_nonce()
    {
        var nonce = Stock.NewNonces(1)[0];

        var session = Payload.Session(nonce);

        Assert.Equal(nonce, session.Claims!.Value.GetProperty("nonce").GetString());
        Assert.Equal(Payload.Session().CustomParameters.Count, session.CustomParameters.Count);
        Assert.True(Payload.IsSessionOf(session, nonce));
        Assert.False(Payload.IsSessionOf(Payload.Session(Stock.NewNonces(1)[0]), nonce));
    }
}
