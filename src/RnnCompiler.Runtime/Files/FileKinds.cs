using System.Runtime.InteropServices;

namespace RnnCompiler;

/// <summary>What a path leads to.</summary>
internal enum FileKind
{
    /// <summary>Bytes on a disk.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A device.</summary>
    Device,

    /// <summary>A named or unnamed pipe.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,
}

/// <summary>
/// Tells what a path leads to, without opening it: opening a pipe waits for its other end, and opening a device can do anything. .NET knows
/// folders alone, so the C library is asked: statx on Linux, whose structure is the same on each processor, and stat on macOS.
/// </summary>
internal static unsafe partial class FileKinds
{
    private const int CurrentFolder = -100;
    private const uint TypeOnly = 1;
    private const int KindMask = 0xF000;

    /// <summary>What a path leads to, through symbolic links; null if there is nothing or it cannot be told.</summary>
    public static FileKind? Of(string path)
    {
        if (Directory.Exists(path))
            return FileKind.Folder;

        if (OperatingSystem.IsWindows())
            return Path.GetFullPath(path).StartsWith(@"\\.\", StringComparison.Ordinal) ? FileKind.Device : File.Exists(path) ? FileKind.Regular : null;

        try
        {
            return Mode(Path.GetFullPath(path)) is { } mode ? Kind(mode & KindMask) : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The kind as a message says it.</summary>
    public static string Describe(FileKind kind) => kind switch
    {
        FileKind.Regular => "a regular file",
        FileKind.Folder => "a folder",
        FileKind.Device => "a device",
        FileKind.Pipe => "a pipe",
        _ => "a socket",
    };

    private static FileKind? Kind(int mode) => mode switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Folder,
        0x2000 or 0x6000 => FileKind.Device,
        0x1000 => FileKind.Pipe,
        0xC000 => FileKind.Socket,
        _ => null,
    };

    private static int? Mode(string path)
    {
        byte* buffer = stackalloc byte[512];
        if (OperatingSystem.IsLinux())
            return StatX(CurrentFolder, path, 0, TypeOnly, buffer) == 0 ? *(ushort*)(buffer + 28) : null;

        if (OperatingSystem.IsMacOS())
        {
            int result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? Stat64(path, buffer) : Stat(path, buffer);
            return result == 0 ? *(ushort*)(buffer + 4) : null;
        }

        return null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, byte* buffer);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat64(string path, byte* buffer);
}
