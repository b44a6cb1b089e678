namespace RnnCompiler;

/// <summary>
/// Writes a file whole or not at all: to a temporary file in the same folder, flushed to the disk and then renamed. If the process is killed,
/// the target is as it was; the temporary file that may be left is called <c>.rnn-</c>, eight hexadecimal digits, <c>.tmp</c>, and nothing reads it.
/// </summary>
/// <remarks>
/// A symbolic link stays, and what it points to is replaced. A file that exists keeps its mode bits; a new one has those of the process's umask.
/// Anything but a regular file is refused before anything is written. Other hard links to a file keep the old content.
/// </remarks>
internal static class AtomicFile
{
    private const int Attempts = 16;

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="write">Writes the content; what it throws leaves the file as it was.</param>
    /// <exception cref="WeightFileException">The path is a folder, a device, a pipe or a socket.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileKind? kind = Path.EndsInDirectorySeparator(path) ? FileKind.Folder : FileKinds.Of(path);
        if (kind is not (null or FileKind.Regular))
            throw new WeightFileException($"{path}: expected a regular file or a path where none exists, found {FileKinds.Describe(kind.Value)}.");

        string target = LinkTargets.Resolve(path);
        string folder = Path.GetDirectoryName(target) ?? target;
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{path}: expected an existing folder '{folder}', found none. Create the folder first.");

        UnixFileMode? mode = !OperatingSystem.IsWindows() && File.Exists(target) ? File.GetUnixFileMode(target) : null;
        FileStream stream = CreateTemporary(path, folder, mode);
        string temporary = stream.Name;
        try
        {
            using (stream)
            {
                // The umask takes bits away when a file is made, so they are set once more.
                if (mode is { } bits && !OperatingSystem.IsWindows())
                    File.SetUnixFileMode(stream.SafeFileHandle, bits);

                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static FileStream CreateTemporary(string path, string folder, UnixFileMode? mode)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (mode is { } bits && !OperatingSystem.IsWindows())
            options.UnixCreateMode = bits;

        for (int attempt = 1; ; attempt++)
        {
            string temporary = Path.Join(folder, $".rnn-{Random.Shared.Next():x8}.tmp");
            try
            {
                return new FileStream(temporary, options);
            }
            catch (IOException) when (attempt < Attempts && File.Exists(temporary))
            {
                // Another writer drew the same name.
            }
            catch (UnauthorizedAccessException e)
            {
                throw new UnauthorizedAccessException($"{path}: no file can be created in the folder '{folder}': access is denied.", e);
            }
            catch (IOException e)
            {
                throw new IOException($"{path}: no file can be created in the folder '{folder}': {e.Message}", e);
            }
        }
    }
}
