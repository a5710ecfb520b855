using CsCheck;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Checks that percent-encoded parts of a URI are read back unchanged.</summary>
public sealed class UriPropertyTests
{
    private static readonly Gen<(string Uri, string Host)> _host = Gen.OneOf(
        Gen.Const(("[2001:db8::7]", "2001:db8::7")),
        Gen.Char["abcxyz0189.-"].Array[1, 12].Select(name => new string(name)).Select(name => (name, name)),
        Texts.Any.Where(name => !name.Contains(',', StringComparison.Ordinal) && !name.Any(char.IsControl) && name == name.TrimEnd())
            .Select(name => ("%2f" + Texts.Encode(name, every: false), "/" + name)));

    [Fact]
    public void Encoded_credentials_database_host_and_port_are_read_back()
        => Gen.Select(Texts.Any, Texts.Any, Texts.Any, _host, Gen.Int[1, 65535], Gen.Bool).Sample(
            (user, password, database, host, port, every) =>
            {
                var uri = $"{Texts.Encode(user, every)}:{Texts.Encode(password, every)}@{host.Uri}:{port}/{Texts.Encode(database, every)}";
                var read = Given.Uri(uri);

                // Npgsql itself passes settings on as text.
                foreach (var each in new[] { read, new NpgsqlConnectionStringBuilder(read.ConnectionString) })
                {
                    Assert.Equal((user, password, database), (each.Username, each.Password, each.Database));
                    Assert.Equal((host.Host, port), (each.Host, each.Port));
                }
            },
            iter: 5000,
            threads: 1);

    [Fact]
    public void Encoded_parameter_values_are_read_back()
        => Gen.Select(Texts.Any, Texts.Any, Texts.Any, Texts.Any, Texts.Any, Gen.Bool).Sample(
            (user, password, database, application, options, every) =>
            {
                var query = $"user={Texts.Encode(user, every)}&password={Texts.Encode(password, every)}&dbname={Texts.Encode(database, every)}"
                    + $"&application_name={Texts.Encode(application, every)}&options={Texts.Encode(options, every)}";
                var read = Given.Uri("overridden:overridden@h/overridden?" + query);

                foreach (var each in new[] { read, new NpgsqlConnectionStringBuilder(read.ConnectionString) })
                {
                    Assert.Equal((user, password, database), (each.Username, each.Password, each.Database));
                    Assert.Equal((application, options), (each.ApplicationName, each.Options));
                }
            },
            iter: 5000,
            threads: 1);

    [Fact]
    public void Lists_of_hosts_are_read_back_each_with_its_port()
        => Gen.Select(_host.Where(host => !host.Host.StartsWith('/')), Gen.Int[1, 65535]).Array[2, 5].Sample(
            servers =>
            {
                var read = Given.Uri(string.Join(',', servers.Select(server => $"{server.Item1.Uri}:{server.Item2}")));

                Assert.Equal(servers.Select(server => $"{server.Item1.Uri}:{server.Item2}"), read.Host!.Split(','), StringComparer.Ordinal);
            },
            iter: 1000,
            threads: 1);
}
