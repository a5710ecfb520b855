namespace QuickStart;

/// <summary>A request that the application does not accept, with the reason that its sender is shown.</summary>
internal sealed class RequestRefusedException(int status, string reason, Exception? innerException = null) : Exception(reason, innerException)
{
    public int Status { get; } = status;

    public static RequestRefusedException BadRequest(string reason) => new(StatusCodes.Status400BadRequest, reason);
}
