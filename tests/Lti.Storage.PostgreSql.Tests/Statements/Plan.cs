using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Statements;

internal static class Plan
{
    /// <summary>Sends commands and returns their answers, such as the lines of a plan for EXPLAIN.</summary>
    public static async Task<string> ReadAsync(NpgsqlConnection connection, params string[] commands)
    {
        await using var batch = connection.CreateBatch();
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(command));
        }

        List<string> plan = [];
        await using var reader = await batch.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        do
        {
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                plan.Add(reader.GetString(0));
            }
        }
        while (await reader.NextResultAsync(TestContext.Current.CancellationToken));
        return string.Join('\n', plan);
    }
}
