namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>The default root certificate of libpq, which Npgsql also uses when it verifies.</summary>
internal static class LibpqRootCertificate
{
    public static string? Find(Func<string, string?> readVariable)
    {
        if (readVariable("PGSSLROOTCERT") is { Length: > 0 } variable)
        {
            return variable;
        }

        var (home, folder) = OperatingSystem.IsWindows() ? ("APPDATA", "postgresql") : ("HOME", ".postgresql");
        return readVariable(home) is { Length: > 0 } path && Path.Combine(path, folder, "root.crt") is var file && File.Exists(file)
            ? file
            : null;
    }
}
