namespace Lti.Storage.AotSmoke;

/// <summary>Prints a line for each operation and records whether all succeeded.</summary>
internal sealed class Checks
{
    /// <summary>Gets the exit code: 0 when all operations succeeded.</summary>
    public int ExitCode { get; private set; }

    public void That(string operation, bool isAsExpected)
    {
        Console.WriteLine($"{(isAsExpected ? "ok" : "WRONG")} {operation}");
        ExitCode |= isAsExpected ? 0 : 1;
    }

    public void Refuses<TException>(string what, string says, Action act)
        where TException : Exception
    {
        try
        {
            act();
            That($"refuse {what}", isAsExpected: false);
        }
        catch (TException e)
        {
            That($"refuse {what}", e.Message.Contains(says, StringComparison.Ordinal));
        }
    }
}
