using System.Text.Json;

namespace Lti.Storage.Benchmarks;

/// <summary>Writes figures as a JSON array of objects.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task WriteAsync<T>(FileInfo file, IReadOnlyList<T> results, CancellationToken cancellationToken)
    {
        await using var stream = file.Create();
        await JsonSerializer.SerializeAsync(stream, results, _options, cancellationToken);
    }
}
