namespace Lti.Storage.Internal;

/// <summary>
/// Whether the process is a function, of which there may be thousands, each serving one request at a time and frozen in between. The source is shared by the
/// packages that ask.
/// </summary>
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
