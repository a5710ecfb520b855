namespace Lti.Storage.PostgreSql.Tests.Settings;

/// <summary>Sets a variable of the process until disposal.</summary>
internal sealed class SetVariable : IDisposable
{
    private readonly string _name;
    private readonly string? _before;

    public SetVariable(string name, string value)
    {
        (_name, _before) = (name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose() => Environment.SetEnvironmentVariable(_name, _before);
}
