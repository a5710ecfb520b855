namespace Lti.Storage.Abstractions.Tests.Provider;

internal sealed class PlainDecorator(ILtiStorage inner) : DelegatingLtiStorage(inner)
{
    public ILtiStorage Wrapped => Inner;
}
