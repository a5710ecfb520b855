namespace Lti.Storage.Internal;

/// <summary>Detects that the process is a serverless function.</summary>
/// <remarks>
/// There may be thousands of such processes. Each serves one request at a time and is frozen in between. Several packages share this
/// source.
/// </remarks>
internal static class Serverless
{
    private static readonly string[] _variables =
    [
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_EXECUTION_ENV",
        "LAMBDA_TASK_ROOT",
        "FUNCTION_NAME",
        "FUNCTION_TARGET",
        "K_SERVICE",
        "FUNCTIONS_WORKER_RUNTIME",
        "AZURE_FUNCTIONS_ENVIRONMENT",
        "VERCEL",
        "VERCEL_ENV",
        "NETLIFY",
    ];

    public static bool IsDetected(Func<string, string?> readVariable) => _variables.Any(name => !string.IsNullOrEmpty(readVariable(name)));
}
