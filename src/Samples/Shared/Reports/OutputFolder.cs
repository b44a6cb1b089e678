namespace Samples;

/// <summary>Folder of the results. A file in it is complete or absent, whenever the process ends.</summary>
internal sealed class OutputFolder
{
    private OutputFolder(string path) => Path = path;

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>Creates the folder and writes a file into it, so that a folder that cannot be written is reported before training.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="IOException">It cannot be created or written.</exception>
    public static OutputFolder Prepare(string path)
    {
        try
        {
            OutputFolder folder = new(System.IO.Path.GetFullPath(path));
            Directory.CreateDirectory(folder.Path);
            File.Delete(folder.Write(".write-test", []));
            return folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new IOException($"Cannot write into the folder '{path}': {exception.Message}", exception);
        }
    }

    /// <summary>Writes a file under a temporary name, and renames it when it is complete.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="content">Its bytes.</param>
    /// <returns>Its full path.</returns>
    public string Write(string name, byte[] content)
    {
        string path = System.IO.Path.Combine(Path, name);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }

        return path;
    }
}
