namespace Lti.Storage.QuickStart.Tests.Attacks;

/// <summary>Answers each request of a client with a prepared answer, and counts them.</summary>
internal sealed class StubHandler(Func<HttpResponseMessage> answer) : HttpMessageHandler
{
    private int _requests;

    public int Requests => _requests;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        return Task.FromResult(answer());
    }
}
