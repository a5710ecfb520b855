namespace Lti.Storage.Sqlite.Tests.Faults;

/// <summary>Follows SQLite's calls on the files of one folder and fails them on demand.</summary>
/// <remarks>
/// It knows the files that a power cut would leave. A file has its present state and that of its last sync. A power cut keeps the latter.
/// </remarks>
internal sealed class ShimmedDisk : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FileState> _files = new(StringComparer.Ordinal);
    private readonly string _folder;

    /// <summary>Follows the connections that are opened from now on. The files that are there count as synced.</summary>
    public ShimmedDisk(string folder)
    {
        _folder = folder;
        foreach (var file in Directory.GetFiles(folder))
        {
            var bytes = File.ReadAllBytes(file);
            _files[Path.GetFileName(file)] = new FileState { Now = bytes, Synced = bytes };
        }

        SqliteShim.Follow(folder, this);
    }

    /// <summary>Returns SQLite's error for an action, or 0 to let it happen. Null lets everything happen.</summary>
    public Func<DiskAction, int>? Fault { get; set; }

    /// <summary>Writes the files that a crash leaves into another folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="keepsUnsynced">Whether the unsynced writes to a file survive. None do in a power cut, all do if a process is killed.</param>
    public void Crash(string folder, Func<string, bool> keepsUnsynced)
    {
        lock (_gate)
        {
            foreach (var (name, state) in _files)
            {
                File.WriteAllBytes(Path.Combine(folder, name), keepsUnsynced(name) ? state.Now : state.Synced);
            }
        }
    }

    public int Before(string name, DiskActionKind kind) => Fault?.Invoke(new DiskAction(name, kind)) ?? 0;

    public void Opened(string name, long length)
    {
        lock (_gate)
        {
            if (length == 0)
            {
                StateOf(name).Now = [];
            }
        }
    }

    public void Wrote(string name, ReadOnlySpan<byte> bytes, long offset)
    {
        lock (_gate)
        {
            var state = StateOf(name);
            if (state.Now.Length < offset + bytes.Length || ReferenceEquals(state.Now, state.Synced))
            {
                var longer = new byte[Math.Max(state.Now.Length, offset + bytes.Length)];
                state.Now.CopyTo(longer, 0);
                state.Now = longer;
            }

            bytes.CopyTo(state.Now.AsSpan((int)offset));
        }
    }

    public void Truncated(string name, long length)
    {
        lock (_gate)
        {
            var state = StateOf(name);
            state.Now = state.Now.AsSpan(0, (int)Math.Min(length, state.Now.Length)).ToArray();
        }
    }

    /// <summary>Shares the array of both states until the next write copies it.</summary>
    public void Synced(string name)
    {
        lock (_gate)
        {
            var state = StateOf(name);
            state.Synced = state.Now;
        }
    }

    public void Dispose() => SqliteShim.Forget(_folder);

    private FileState StateOf(string name)
    {
        if (!_files.TryGetValue(name, out var state))
        {
            _files[name] = state = new FileState();
        }

        return state;
    }

    private sealed class FileState
    {
        public byte[] Now { get; set; } = [];

        public byte[] Synced { get; set; } = [];
    }
}
