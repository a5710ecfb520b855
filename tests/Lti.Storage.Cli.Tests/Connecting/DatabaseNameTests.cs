using Lti.Storage.Cli.Connecting;
using Npgsql;

namespace Lti.Storage.Cli.Tests.Connecting;

public sealed class DatabaseNameTests
{
    [Theory]
    [InlineData("Host=db;Database=lti;Username=u;Password=hunter2canary", "'lti' on db:5432")]
    [InlineData("Host=db;Port=6432;Database=lti", "'lti' on db:6432")]
    [InlineData("Host=db1,db2:5433;Port=6432;Database=lti", "'lti' on db1:6432, db2:5433")]
    [InlineData("Host=::1;Database=lti", "'lti' on [::1]:5432")]
    [InlineData("Host=\"[::1]:5433,db\";Database=lti", "'lti' on [::1]:5433, db:5432")]
    [InlineData("Host=/var/run/postgresql;Database=lti", "'lti' on /var/run/postgresql:5432")]
    [InlineData("Host=@lti;Database=lti", "'lti' on @lti:5432")]
    [InlineData("Host=db;Username=moodle", "'moodle' on db:5432")]
    public void Name_has_every_server_with_its_port_and_no_password(string text, string expected)
        => Assert.Equal($"the database {expected}", DatabaseName.Describe(new NpgsqlConnectionStringBuilder(text), _ => null));
}
