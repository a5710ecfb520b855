using Lti.Storage.PostgreSql.Tests.Server;

[assembly: AssemblyFixture(typeof(RunningServer))]
[assembly: AssemblyFixture(typeof(PostgreSqlFixture))]
[assembly: AssemblyFixture(typeof(PoolOfOneFixture))]
[assembly: AssemblyFixture(typeof(RepeatableReadFixture))]
[assembly: AssemblyFixture(typeof(SerializableFixture))]
[assembly: AssemblyFixture(typeof(PublicSchemaFixture))]
[assembly: AssemblyFixture(typeof(PgBouncerFixture))]
[assembly: AssemblyFixture(typeof(ObservedFixture))]
