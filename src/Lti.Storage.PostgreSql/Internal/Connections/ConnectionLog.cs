using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Internal.Connections;

internal static partial class ConnectionLog
{
    [LoggerMessage(
        EventId = 101,
        Level = LogLevel.Warning,
        Message = "The pool may hold {MaxPoolSize} connections in each serverless instance; {Recommended} is enough there, and many "
            + "instances together "
            + "exceed what the server allows. Lower the maximum pool size.")]
    public static partial void LargeServerlessPool(this ILogger logger, int maxPoolSize, int recommended);
}
