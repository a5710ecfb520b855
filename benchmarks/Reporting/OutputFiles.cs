namespace Lti.Storage.Benchmarks;

/// <summary>Checks before a measurement that its output files can be written.</summary>
/// <remarks>
/// <see cref="Dispose"/> deletes the files and folders that it created and that are still empty. A refused or interrupted run then leaves
/// nothing behind.
/// </remarks>
internal sealed class OutputFiles : IDisposable
{
    private readonly FileInfo? _json;
    private readonly DirectoryInfo? _plots;
    private readonly Stack<FileSystemInfo> _made = new();

    private OutputFiles(FileInfo? json, DirectoryInfo? plots) => (_json, _plots) = (json, plots);

    /// <summary>Creates the missing files and folders.</summary>
    /// <exception cref="RefusedException">A file or folder can't be created.</exception>
    public static OutputFiles Reserve(FileInfo? json, DirectoryInfo? plots)
    {
        var files = new OutputFiles(json, plots);
        try
        {
            files.Make();
            return files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            files.Dispose();
            throw new RefusedException(e.Message);
        }
    }

    /// <summary>Writes the JSON file and the drawings. It can't be cancelled, because it truncates an older file first.</summary>
    public async Task WriteAsync<T>(IReadOnlyList<T> results, Action<DirectoryInfo>? draw = null)
    {
        if (_json is not null)
        {
            await JsonFile.WriteAsync(_json, results, CancellationToken.None);
        }

        if (_plots is not null)
        {
            draw?.Invoke(_plots);
        }
    }

    public void Dispose()
    {
        while (_made.TryPop(out var made))
        {
            made.Refresh();
            if (made is FileInfo { Exists: true, Length: 0 } || (made is DirectoryInfo { Exists: true } folder && !folder.EnumerateFileSystemInfos().Any()))
            {
                made.Delete();
            }
        }
    }

    private void Make()
    {
        if (_json is not null)
        {
            // The file is opened without truncation: an older file stays until there are new figures.
            var isNew = !_json.Exists;
            _json.Open(FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            if (isNew)
            {
                _made.Push(_json);
            }
        }

        var missing = new Stack<DirectoryInfo>();
        for (var folder = _plots; folder is { Exists: false }; folder = folder.Parent)
        {
            missing.Push(folder);
        }

        while (missing.TryPop(out var folder))
        {
            folder.Create();
            _made.Push(folder);
        }
    }
}
