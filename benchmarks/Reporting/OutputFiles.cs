namespace Lti.Storage.Benchmarks;

/// <summary>
/// The files that a run is asked to write: made sure of before anything is measured. What was made for it and is still empty when it ends, as after
/// a refusal or an interruption, is gone again.
/// </summary>
internal sealed class OutputFiles : IDisposable
{
    private readonly FileInfo? _json;
    private readonly DirectoryInfo? _plots;
    private readonly Stack<FileSystemInfo> _made = new();

    private OutputFiles(FileInfo? json, DirectoryInfo? plots) => (_json, _plots) = (json, plots);

    /// <summary>Finds out whether the results can be written.</summary>
    /// <exception cref="RefusedException">They can't.</exception>
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

    /// <summary>Writes and draws what was asked for; not cut off, since an older file is gone by then.</summary>
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
            // Opened, not made empty: an older file stays until there are new figures.
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
