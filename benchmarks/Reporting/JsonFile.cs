using System.Text.Json;

namespace Lti.Storage.Benchmarks;

/// <summary>Figures as a file: an array of objects.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectRequiredConstructorParameters = true };

    /// <exception cref="RefusedException">The file is missing, or holds something else.</exception>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = file.OpenRead();
            return await JsonSerializer.DeserializeAsync<List<T>>(stream, _options, cancellationToken) is [_, ..] results
                ? results
                : throw new RefusedException($"{file} has no figures.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new RefusedException($"{file} can't be read: {e.Message}");
        }
    }

    public static async Task WriteAsync<T>(FileInfo file, IReadOnlyList<T> results, CancellationToken cancellationToken)
    {
        await using var stream = file.Create();
        await JsonSerializer.SerializeAsync(stream, results, _options, cancellationToken);
    }
}
