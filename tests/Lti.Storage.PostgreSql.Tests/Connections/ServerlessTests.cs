using Lti.Storage.Internal;

namespace Lti.Storage.PostgreSql.Tests.Connections;

public sealed class ServerlessTests
{
    [Theory]
    [InlineData("AWS_LAMBDA_FUNCTION_NAME")]
    [InlineData("AWS_EXECUTION_ENV")]
    [InlineData("LAMBDA_TASK_ROOT")]
    [InlineData("FUNCTION_NAME")]
    [InlineData("FUNCTION_TARGET")]
    [InlineData("K_SERVICE")]
    [InlineData("FUNCTIONS_WORKER_RUNTIME")]
    [InlineData("AZURE_FUNCTIONS_ENVIRONMENT")]
    [InlineData("VERCEL")]
    [InlineData("VERCEL_ENV")]
    [InlineData("NETLIFY")]
    public void Each_variable_alone_means_serverless_unless_it_is_empty(string variable)
    {
        Assert.True(Serverless.IsDetected(name => name == variable ? "x" : null));
        Assert.False(Serverless.IsDetected(name => name == variable ? "" : null));
    }

    [Fact]
    public void Ordinary_server_is_not_serverless() => Assert.False(Serverless.IsDetected(name => name == "HOME" ? "/home/x" : null));
}
