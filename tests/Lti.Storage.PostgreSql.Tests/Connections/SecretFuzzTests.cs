using CsCheck;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Checks that faulty connection text gives an ArgumentException without any piece of the password.</summary>
public sealed class SecretFuzzTests
{
    /// <summary>The number of texts. <c>CsCheck_Iter</c> raises it.</summary>
    private static readonly long _budget = Math.Max(TestRun.IsFull ? 20_000 : 4_000, Check.Iter);

    private static readonly string[] _uris =
    [
        "postgresql://user:{0}@host/db",
        "postgres://user:{0}@host:5432/db?sslmode=require&application_name=app",
        "postgresql://{0}@host/db",
        "postgresql://{0}:{0}@h1:5432,h2,[::1]:5433/db?target_session_attrs=primary",
        "postgresql://host/db?user=u&password={0}",
        "postgresql://host/db?password={0}&sslmode=verify-full&sslrootcert=system",
        "postgresql:///db?host=/tmp&sslpassword={0}&sslcert=/c",
        "postgresql://user:{0}",
        "postgresql://{0}",
        "postgresql://host/{0}",
        "postgresql://host:{0}/db",
        "postgresql://[{0}]/db",
        "postgresql://host/db?{0}",
        "postgresql://host/db?{0}=1",
        "postgresql://host/db?sslmode={0}&connect_timeout={0}",
        "postgresql://host/db?connect_timeout={0}",
        "postgresql://host/db?require_auth={0}",
        "postgresql://host/db?port={0}",
        "postgresql://host/db?hostaddr={0}",
    ];

    private static readonly string[] _npgsql =
    [
        "Host=h;Username=u;Password={0}",
        "Host=h;Password={0};Database=d;SSL Mode=Require;Timeout=5",
        "Password={0};Host=h1,h2:5433;Target Session Attributes=primary",
        "Host=h;{0}=1",
        "Host={0}",
        "Host=h:{0};Port=1",
        "Host=h1,h2:{0}",
        "Host=h;Port={0}",
        "Host=h;SSL Mode={0}",
        "Host=h;Pooling={0}",
        "Host=h;Require Auth={0}",
        "Host=h;Target Session Attributes={0}",
        "Host=h;Maximum Pool Size={0}",
        "{0}",
    ];

    [Fact]
    [Rule("E8")]
    public void Faulty_URI_does_not_show_its_password() => Fuzz(_uris, "postgresql://");

    [Fact]
    [Rule("E8")]
    public void Faulty_Npgsql_text_does_not_show_its_password() => Fuzz(_npgsql, "");

    private static void Fuzz(string[] forms, string kept)
        => Gen.Select(Gen.OneOf(forms), Canary.Password)
            .SelectMany((form, password) => Canary.Mutated(Gen.Const(form.Replace("{0}", password, StringComparison.Ordinal)[kept.Length..]))
                .Select(text => (Text: kept + text, Password: password)))
            .Sample(
                given =>
                {
                    try
                    {
                        var text = ConnectionText.Parse(given.Text, _ => null);
                        using var source = DataSources.Create(ConnectionRules.Apply(text, new(), _ => null, NullLogger.Instance), loggerFactory: null);
                    }
                    catch (ArgumentException refusal)
                    {
                        Canary.AssertAbsent(given.Password, refusal);
                        Assert.Equal((typeof(ArgumentException), "connectionString"), (refusal.GetType(), refusal.ParamName));
                    }
                },
                iter: _budget,
                threads: 1);
}
