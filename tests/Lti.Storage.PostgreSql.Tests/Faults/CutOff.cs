using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Cuts a connection once, after a number of messages of a statement's exchange in either direction.</summary>
/// <param name="messages">How many messages pass.</param>
/// <param name="statement">The statement's index on the connection, from 0.</param>
internal sealed class CutOff(int messages, int statement)
{
    private readonly Lock _lock = new();
    private int _messages = messages;
    private int _statementsBefore = statement;

    /// <summary>Gets the message that did not pass. Null when the exchange ended before.</summary>
    public WireMessage? At { get; private set; }

    public bool Passes(WireMessage message)
    {
        lock (_lock)
        {
            if (_statementsBefore > 0)
            {
                _statementsBefore -= message is { IsSent: false, Type: 'Z' } ? 1 : 0;
                return true;
            }

            if (At is not null || --_messages >= 0)
            {
                return true;
            }

            At = message;
            return false;
        }
    }
}
