namespace QuickStart.Shared;

/// <summary>The application refuses a request. The sender sees the reason.</summary>
internal sealed class RequestRefusedException(int status, string reason, Exception? innerException = null) : Exception(reason, innerException)
{
    public int Status { get; } = status;

    public static RequestRefusedException BadRequest(string reason) => new(StatusCodes.Status400BadRequest, reason);
}
