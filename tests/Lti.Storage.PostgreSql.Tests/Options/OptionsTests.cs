using Microsoft.Extensions.Options;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Options;

public sealed class OptionsTests
{
    public static TheoryData<string, Action<PostgreSqlStorageOptions>, string> OutOfRange => new()
    {
        { nameof(PostgreSqlStorageOptions.MaxPoolSize), options => options.MaxPoolSize = 0, "between 1 and 1000" },
        { nameof(PostgreSqlStorageOptions.MaxPoolSize), options => options.MaxPoolSize = 1001, "between 1 and 1000" },
        { nameof(PostgreSqlStorageOptions.IdleConnectionLifetime), options => options.IdleConnectionLifetime = TimeSpan.Zero, "between 00:00:01 and 01:00:00" },
        { nameof(PostgreSqlStorageOptions.CommandTimeout), options => options.CommandTimeout = TimeSpan.FromMilliseconds(999), "between 00:00:01 and 01:00:00" },
        { nameof(PostgreSqlStorageOptions.CommandTimeout), options => options.CommandTimeout = TimeSpan.FromHours(2), "between 00:00:01 and 01:00:00" },
        { nameof(PostgreSqlStorageOptions.ListenerKeepAlive), options => options.ListenerKeepAlive = TimeSpan.Zero, "between 00:00:01 and 01:00:00" },
        { nameof(PostgreSqlStorageOptions.Schema), options => options.Schema = "", "empty" },
        { nameof(PostgreSqlStorageOptions.Schema), options => options.Schema = "$user", "$user" },
        { nameof(PostgreSqlStorageOptions.ConnectionString), options => options.ConnectionString = null, "DATABASE_URL" },
    };

    [Theory]
    [MemberData(nameof(OutOfRange), DisableDiscoveryEnumeration = true)]
    public void Option_out_of_range_is_refused_with_the_range_in_the_message(string name, Action<PostgreSqlStorageOptions> change, string says)
    {
        var options = new PostgreSqlStorageOptions { ConnectionString = "Host=localhost" };
        change(options);

        var error = Assert.Throws<OptionsValidationException>(() => new PostgreSqlLtiStorage(options));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Either_a_connection_string_or_a_data_source_is_given_but_not_both()
    {
        await using var source = NpgsqlDataSource.Create("Host=localhost");

        var error = Assert.Throws<OptionsValidationException>(
            () => new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = "Host=localhost", DataSource = source }));

        Assert.Contains("not both", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_are_copied()
    {
        var options = new PostgreSqlStorageOptions { ConnectionString = "Host=localhost", Schema = "before" };
        await using var storage = new PostgreSqlLtiStorage(options);

        options.Schema = "after";

        Assert.Equal("before", storage.Schema.Name);
    }
}
