using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Lti.Storage.PostgreSql.Internal.Connections;
using Lti.Storage.PostgreSql.Tests.Docs;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Settings;

/// <summary>Checks each row of the page's settings table.</summary>
/// <remarks>Variables belong to the whole process, so no other test runs beside these.</remarks>
[Collection(nameof(RunsAlone))]
public sealed partial class SettingsTests(SettingsDatabase database) : IClassFixture<SettingsDatabase>
{
    private const string Variable = "variable";
    private const string VariableOfUri = "variable, URI";

    // Keywords that choose the server and timeouts. They do not affect stored data or promises.
    private static readonly string[] _ofConnections =
    [
        "Host", "Port", "Database", "Username", "Password", "Passfile", "Application Name", "SSL Mode", "SSL Negotiation", "GSS Encryption Mode",
        "SSL Certificate", "SSL Key", "SSL Password", "Root Certificate", "Check Certificate Revocation", "Kerberos Service Name", "Include Realm",
        "Channel Binding", "Require Auth", "Pooling", "Minimum Pool Size", "Maximum Pool Size", "Connection Idle Lifetime", "Connection Pruning Interval",
        "Connection Lifetime", "Timeout", "Command Timeout", "Target Session Attributes", "Load Balance Hosts", "Host Recheck Seconds", "Keepalive",
        "TCP Keepalive", "TCP Keepalive Time", "TCP Keepalive Interval", "Socket Receive Buffer Size", "Socket Send Buffer Size", "Options",
    ];

    // The statement that shows a row's effect on a connection of the storage, beside the promises.
    private static readonly Dictionary<string, (string Sql, string Answer)> _effects = new(StringComparer.Ordinal)
    {
        ["PGCLIENTENCODING=LATIN1"] = ("SHOW client_encoding", "UTF8"),
        ["Client Encoding=LATIN1"] = ("SHOW client_encoding", "UTF8"),
        ["client_encoding=LATIN1"] = ("SHOW client_encoding", "UTF8"),
        ["PGTZ=Asia/Kathmandu"] = ("SHOW TimeZone", "Asia/Kathmandu"),
        ["Timezone=Asia/Kathmandu"] = ("SHOW TimeZone", "Asia/Kathmandu"),
        ["PGOPTIONS=-c geqo=off"] = ("SHOW geqo", "off"),
        ["PGAPPNAME=another"] = ("SHOW application_name", "another"),
        ["PGDATESTYLE=SQL, DMY"] = ("SHOW DateStyle", "ISO, MDY"),
        ["PGGEQO=off"] = ("SHOW geqo", "on"),
        ["Search Path=pg_temp"] = ("SHOW search_path", "pg_temp"),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Walked { get; } = Data(row => row.Here != "refused" && row.Given != VariableOfUri);

    public static TheoryData<string, string> Refused { get; } = Data(row => row.Here == "refused");

    [Theory]
    [MemberData(nameof(Walked))]
    [FullRun("all rows of long theories", Rows = 24)]
    public async Task Setting_breaks_no_promise(string setting, string given)
    {
        var row = SettingTable.Rows.Single(row => row.Setting == setting && row.Given == given);
        using var variable = given == Variable ? new SetVariable(row.Name, row.Value) : null;
        await using var others = await database.ConnectAsync();
        var schema = $"the \"{given}\" '{setting}'"[..Math.Min(50, setting.Length + given.Length + 9)];
        var text = Text(row);
        await using var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = text.ConnectionString, Schema = schema });

        if (setting == "default_transaction_read_only=on")
        {
            await Assert.ThrowsAnyAsync<LtiStorageException>(() => storage.Schema.MigrateAsync(Token));
            return;
        }

        await Promises.AssertKeptAsync(storage, others, schema);

        if (_effects.TryGetValue(setting, out var effect) || (given == "server" && row.Here != "overridden"))
        {
            var (sql, answer) = effect.Sql is null ? ($"SHOW {row.Name}", row.Value) : effect;
            await using var connection = await storage.OpenConnectionAsync(Token);
            await using var command = new NpgsqlCommand(sql, connection);
            Assert.Equal(answer, (string)(await command.ExecuteScalarAsync(Token))!, ignoreCase: true);
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Unsupported_setting_is_refused_by_name(string setting, string given)
    {
        var row = SettingTable.Rows.Single(row => row.Setting == setting && row.Given == given);
        using var variable = given.StartsWith(Variable, StringComparison.Ordinal) ? new SetVariable(row.Name, row.Value) : null;
        var text = given == VariableOfUri ? "postgresql://h/d" : Text(row).ConnectionString;

        var error = Assert.Throws<OptionsValidationException>(() => new PostgreSqlLtiStorage(text));

        Assert.Contains(row.Name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Libpq_variables_apply_when_the_URI_is_silent()
    {
        Assert.Equal(SslMode.VerifyFull, Connections.Given.Uri("h", ("PGSSLMODE", "verify-full")).SslMode);
        Assert.Equal(ChannelBinding.Require, Connections.Given.Uri("h", ("PGCHANNELBINDING", "require")).ChannelBinding);
    }

    [Theory]
    [InlineData("PGUSER", "nobody_at_all", "28P01")]
    [InlineData("PGPASSWORD", "wrong", "28P01")]
    public async Task Npgsql_variable_applies_when_the_text_is_silent(string name, string value, string sqlState)
    {
        using var variable = new SetVariable(name, value);
        var text = database.Text();
        text.Remove(name == "PGUSER" ? "Username" : "Password");
        await using var storage = new PostgreSqlLtiStorage(text.ConnectionString);

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => storage.StartAsync(Token));

        Assert.Equal(sqlState, Assert.IsType<PostgresException>(error.InnerException).SqlState);
    }

    [Fact]
    public void Table_has_every_variable_that_Npgsql_reads()
    {
        using var assembly = new PEReader(File.OpenRead(typeof(NpgsqlConnection).Assembly.Location));
        var reader = assembly.GetMetadataReader();
        HashSet<string> read = [];
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = reader.GetNextHandle(handle))
        {
            if (reader.GetUserString(handle) is var text && Name().IsMatch(text))
            {
                read.Add(text);
            }
        }

        Assert.Contains("PGCLIENTENCODING", read);
        Assert.Subset(SettingTable.Rows.Select(row => row.Name).ToHashSet(StringComparer.Ordinal), read);
    }

    [Fact]
    public void Table_has_every_Npgsql_keyword_that_could_break_a_promise()
    {
        var keywords = typeof(NpgsqlConnectionStringBuilder).GetProperties()
            .Where(property => property.GetCustomAttributes(typeof(System.ComponentModel.DisplayNameAttribute), inherit: true).Length > 0)
            .Select(property => ((System.ComponentModel.DisplayNameAttribute)property.GetCustomAttributes(typeof(System.ComponentModel.DisplayNameAttribute), inherit: true)[0]).DisplayName)
            .Except(["Trust Server Certificate", "Internal Command Timeout"], StringComparer.Ordinal);

        Assert.Empty(keywords.Except(_ofConnections, StringComparer.Ordinal).Except(SettingTable.Rows.Select(row => row.Name), StringComparer.Ordinal));
    }

    [Fact]
    public void Table_has_every_variable_that_is_refused_beside_a_URI()
        => Assert.Equal(
            RefusedParameters.Variables.Order(StringComparer.Ordinal),
            SettingTable.Rows.Where(row => row is { Given: VariableOfUri, Here: "refused" }).Select(row => row.Name).Order(StringComparer.Ordinal));

    [GeneratedRegex("^PG[A-Z]{2,}$", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Name();

    private static TheoryData<string, string> Data(Func<SettingRow, bool> condition)
    {
        var data = new TheoryData<string, string>();
        foreach (var row in SettingTable.Rows.Where(condition))
        {
            data.Add(row.Setting, row.Given);
        }

        return data;
    }

    private NpgsqlConnectionStringBuilder Text(SettingRow row)
    {
        var text = database.Text();
        if (row.Given == "keyword")
        {
            text[row.Name] = row.Value;
        }
        else if (row.Given == "server")
        {
            text.Options = $"-c {row.Name}={row.Value.Replace(" ", "\\ ", StringComparison.Ordinal)}";
        }

        return text;
    }
}
