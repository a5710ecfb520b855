using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lti.Storage.Sqlite.Tests.Faults;

/// <summary>A file system of SQLite (a VFS) that passes everything on and tells a <see cref="ShimmedDisk"/> of its folder.</summary>
/// <remarks>
/// It is the default of the process from its first use on. Files in other folders keep the functions of SQLite's own one. The offsets are
/// those of <c>sqlite3_vfs</c> and <c>sqlite3_io_methods</c> in <c>sqlite3.h</c>, version 3 of each, on 64 bits.
/// </remarks>
internal static unsafe class SqliteShim
{
    private const int FileSystemBytes = 40 + (16 * 8);
    private const int NameAt = 24;
    private const int OpenAt = 40;
    private const int MethodsBytes = 8 + (18 * 8);
    private const int CloseAt = 8;
    private const int ReadAt = 16;
    private const int WriteAt = 24;
    private const int TruncateAt = 32;
    private const int SyncAt = 40;
    private const int LengthAt = 48;
    private const int Failed = 10;

    private static readonly ConcurrentDictionary<string, ShimmedDisk> _disks = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<nint, OpenFile> _open = new();
    private static readonly Lock _registering = new();
    private static nint _below;

    public static void Follow(string folder, ShimmedDisk disk)
    {
        _disks[folder] = disk;
        lock (_registering)
        {
            if (_below == 0)
            {
                _below = Find(0);
                var shim = (nint)NativeMemory.Alloc(FileSystemBytes);
                NativeMemory.Copy((void*)_below, (void*)shim, FileSystemBytes);
                *(nint*)(shim + NameAt) = Marshal.StringToCoTaskMemUTF8("lti-shim");
                *(nint*)(shim + OpenAt) = (nint)(delegate* unmanaged[Cdecl]<nint, nint, nint, int, nint, int>)&Open;
                Assert.Equal(0, Register(shim, 1));
            }
        }
    }

    public static void Forget(string folder) => _disks.TryRemove(folder, out _);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(nint fileSystem, nint name, nint file, int flags, nint answer)
    {
        var code = ((delegate* unmanaged[Cdecl]<nint, nint, nint, int, nint, int>)(*(nint*)(_below + OpenAt)))(_below, name, file, flags, answer);
        if (code == 0 && name != 0
            && Marshal.PtrToStringUTF8(name) is { } path && _disks.TryGetValue(Path.GetDirectoryName(path) ?? "", out var disk))
        {
            var below = *(nint*)file;
            long length = 0;
            ((delegate* unmanaged[Cdecl]<nint, long*, int>)(*(nint*)(below + LengthAt)))(file, &length);
            disk.Opened(Path.GetFileName(path), length);
            _open[file] = new OpenFile(disk, Path.GetFileName(path), below);
            *(nint*)file = Methods(below);
        }

        return code;
    }

    private static nint Methods(nint below)
    {
        var methods = (nint)NativeMemory.Alloc(MethodsBytes);
        NativeMemory.Copy((void*)below, (void*)methods, MethodsBytes);
        *(nint*)(methods + CloseAt) = (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Close;
        *(nint*)(methods + ReadAt) = (nint)(delegate* unmanaged[Cdecl]<nint, nint, int, long, int>)&Read;
        *(nint*)(methods + WriteAt) = (nint)(delegate* unmanaged[Cdecl]<nint, nint, int, long, int>)&Write;
        *(nint*)(methods + TruncateAt) = (nint)(delegate* unmanaged[Cdecl]<nint, long, int>)&Truncate;
        *(nint*)(methods + SyncAt) = (nint)(delegate* unmanaged[Cdecl]<nint, int, int>)&Sync;
        return methods;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(nint file)
    {
        if (!_open.TryRemove(file, out var open))
        {
            return Failed;
        }

        NativeMemory.Free((void*)*(nint*)file);
        *(nint*)file = open.Below;
        return ((delegate* unmanaged[Cdecl]<nint, int>)(*(nint*)(open.Below + CloseAt)))(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(nint file, nint bytes, int count, long offset)
    {
        var open = _open[file];
        var code = open.Disk.Before(open.Name, DiskActionKind.Read);
        return code != 0
            ? code
            : ((delegate* unmanaged[Cdecl]<nint, nint, int, long, int>)(*(nint*)(open.Below + ReadAt)))(file, bytes, count, offset);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint file, nint bytes, int count, long offset)
    {
        var open = _open[file];
        var code = open.Disk.Before(open.Name, DiskActionKind.Write);
        if (code == 0)
        {
            code = ((delegate* unmanaged[Cdecl]<nint, nint, int, long, int>)(*(nint*)(open.Below + WriteAt)))(file, bytes, count, offset);
        }

        if (code == 0)
        {
            open.Disk.Wrote(open.Name, new ReadOnlySpan<byte>((void*)bytes, count), offset);
        }

        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(nint file, long length)
    {
        var open = _open[file];
        var code = ((delegate* unmanaged[Cdecl]<nint, long, int>)(*(nint*)(open.Below + TruncateAt)))(file, length);
        if (code == 0)
        {
            open.Disk.Truncated(open.Name, length);
        }

        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(nint file, int flags)
    {
        var open = _open[file];
        var code = open.Disk.Before(open.Name, DiskActionKind.Sync);
        if (code == 0)
        {
            code = ((delegate* unmanaged[Cdecl]<nint, int, int>)(*(nint*)(open.Below + SyncAt)))(file, flags);
        }

        if (code == 0)
        {
            open.Disk.Synced(open.Name);
        }

        return code;
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern nint Find(nint name);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int Register(nint fileSystem, int isDefault);

    private sealed record OpenFile(ShimmedDisk Disk, string Name, nint Below);
}
