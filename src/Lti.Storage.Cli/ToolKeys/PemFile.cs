using System.Text;

namespace Lti.Storage.Cli.ToolKeys;

/// <summary>Reads the file of a private key.</summary>
internal static class PemFile
{
    // A key of 16384 bits has 13 KiB. Some files have text around it.
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads the text of a file or a pipe. A message never repeats it.</summary>
    /// <exception cref="RefusedException">The file can't be read, or is too large for a key.</exception>
    public static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBytes + 1];
        try
        {
            var file = File.OpenRead(path);
            await using (file.ConfigureAwait(false))
            {
                var length = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
                    .ConfigureAwait(false);
                return length switch
                {
                    0 => throw new RefusedException($"The file {path} is empty. Nothing was stored."),
                    > MaxBytes => throw new RefusedException(
                        $"The file {path} has more than {MaxBytes / 1024} KiB, so it is no PEM file of one key. Nothing was stored."),
                    _ => Encoding.UTF8.GetString(buffer, 0, length),
                };
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                File.Exists(path) ? $"The file {path} can't be read. Check its rights. Nothing was stored."
                : Directory.Exists(path) ? $"{path} is a folder. Give the path of a PEM file. Nothing was stored."
                : $"There is no file {path}. Nothing was stored.");
        }
        finally
        {
            Array.Clear(buffer);
        }
    }
}
