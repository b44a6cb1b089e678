using System.Diagnostics;
using System.Runtime.Versioning;

namespace RnnCompiler.Runtime.Tests;

/// <summary>A file is written whole or not at all, where it belongs, and nothing but a regular file is ever replaced.</summary>
public sealed class AtomicFileTests : IDisposable
{
    // Links lead through the real path, which is another on machines whose temporary folder is a link.
    private readonly string _folder = LinkTargets.Resolve(Directory.CreateTempSubdirectory("rnncompiler").FullName);

    private string FilePath => Path.Combine(_folder, "file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_created_and_replaced_and_nothing_else_is_left()
    {
        Write(FilePath, "one");
        Write(FilePath, "two");
        Assert.Equal("two", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_reader_of_the_old_file_keeps_the_old_content()
    {
        Write(FilePath, "old content");
        using FileStream old = new(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Write(FilePath, "new");
        Assert.Equal("old content", new StreamReader(old).ReadToEnd());
        Assert.Equal("new", File.ReadAllText(FilePath));
    }

    [Fact]
    public void While_it_is_written_a_short_and_recognisable_file_lies_beside_it()
    {
        Write(FilePath, "old");
        AtomicFile.Write(FilePath, stream =>
        {
            string temporary = Assert.Single(Directory.GetFiles(_folder), path => path != FilePath);
            Assert.Matches(@"^\.rnn-[0-9a-f]{8}\.tmp$", Path.GetFileName(temporary));
            Assert.Equal("old", File.ReadAllText(FilePath));
            stream.WriteByte((byte)'x');
        });
        Assert.Equal("x", File.ReadAllText(FilePath));
    }

    [Fact]
    public void What_a_killed_process_left_is_in_nobodys_way()
    {
        string left = Path.Combine(_folder, ".rnn-0123abcd.tmp");
        File.WriteAllText(left, "half");
        Write(FilePath, "whole");
        Assert.Equal("whole", File.ReadAllText(FilePath));
        Assert.Equal("half", File.ReadAllText(left));
    }

    [Fact]
    public void A_failure_while_writing_leaves_the_old_file_and_nothing_else()
    {
        Write(FilePath, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(FilePath, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_missing_folder_is_named_and_no_temporary_file()
    {
        string path = Path.Combine(_folder, "none", "deeper", "file");
        DirectoryNotFoundException error = Assert.Throws<DirectoryNotFoundException>(() => Write(path, "x"));
        Assert.Contains($"'{Path.Combine(_folder, "none", "deeper")}'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_name_of_250_characters_is_written()
    {
        string path = Path.Combine(_folder, new string('n', 250));
        Write(path, "long");
        Write(path, "again");
        Assert.Equal("again", File.ReadAllText(path));
    }

    [Fact]
    public void A_folder_is_refused()
    {
        Assert.Contains("found a folder", Assert.Throws<WeightFileException>(() => Write(_folder, "x")).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        Assert.Throws<WeightFileException>(() => Write(Path.Combine(_folder, "none") + Path.DirectorySeparatorChar, "x"));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [UnixTheory]
    [InlineData("/dev/null", "a device")]
    [InlineData("/dev/full", "a device")]
    public void A_device_is_refused_before_anything_is_written(string device, string found)
    {
        bool wasCalled = false;
        string link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, device);
        foreach (string path in (string[])[device, link])
        {
            WeightFileException error = Assert.Throws<WeightFileException>(() => AtomicFile.Write(path, _ => wasCalled = true));
            Assert.Contains($"{path}: expected a regular file", error.Message, StringComparison.Ordinal);
            Assert.Contains($"found {found}", error.Message, StringComparison.Ordinal);
        }

        Assert.False(wasCalled);
        Assert.Equal(0, new FileInfo(device).Length);
        Assert.Equal(device, new FileInfo(link).LinkTarget);
    }

    [UnixFact]
    public void A_pipe_is_refused_without_waiting_for_its_other_end()
    {
        using (Process make = Process.Start("mkfifo", [FilePath]))
            make.WaitForExit();

        Assert.Contains("found a pipe", Assert.Throws<WeightFileException>(() => Write(FilePath, "x")).Message, StringComparison.Ordinal);
        Assert.Equal(FileKind.Pipe, FileKinds.Of(FilePath));
    }

    [UnixFact]
    public void A_socket_is_refused()
    {
        using System.Net.Sockets.Socket socket = new(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(FilePath));
        Assert.Contains("found a socket", Assert.Throws<WeightFileException>(() => Write(FilePath, "x")).Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public void A_link_stays_and_what_it_points_to_is_replaced()
    {
        string inner = Directory.CreateDirectory(Path.Combine(_folder, "inner")).FullName;
        string target = Path.Combine(inner, "target");
        File.WriteAllText(target, "old");
        string first = Path.Combine(_folder, "first");
        string second = Path.Combine(inner, "second");
        File.CreateSymbolicLink(second, "target");
        File.CreateSymbolicLink(first, "inner/second");
        Write(first, "new");
        Assert.Equal("new", File.ReadAllText(target));
        Assert.Equal(("inner/second", "target"), (new FileInfo(first).LinkTarget, new FileInfo(second).LinkTarget));
        Assert.Null(new FileInfo(target).LinkTarget);
    }

    [UnixFact]
    public void What_a_link_points_to_need_not_exist()
    {
        File.CreateSymbolicLink(FilePath, "later");
        Write(FilePath, "new");
        Assert.Equal("new", File.ReadAllText(Path.Combine(_folder, "later")));
        Assert.Equal("later", new FileInfo(FilePath).LinkTarget);
    }

    [UnixFact]
    public void Two_dots_in_a_link_are_the_parent_of_the_real_folder()
    {
        // alias → a/b; in it link → ../file, which is a/file and not file.
        string real = Directory.CreateDirectory(Path.Combine(_folder, "a", "b")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(_folder, "alias"), real);
        File.CreateSymbolicLink(Path.Combine(real, "link"), "../file");
        Write(Path.Combine(_folder, "alias", "link"), "new");
        Assert.Equal("new", File.ReadAllText(Path.Combine(_folder, "a", "file")));
        Assert.False(File.Exists(FilePath));
    }

    [UnixFact]
    public void Links_in_a_circle_are_an_error()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "a"), "b");
        File.CreateSymbolicLink(Path.Combine(_folder, "b"), "a");
        Assert.Contains("circle", Assert.ThrowsAny<IOException>(() => Write(Path.Combine(_folder, "a"), "x")).Message, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder).Length);
    }

    [UnixTheory]
    [InlineData("664")]
    [InlineData("600")]
    [InlineData("444")]
    [InlineData("755")]
    [UnsupportedOSPlatform("windows")]
    public void Mode_bits_of_a_file_are_kept(string octal)
    {
        UnixFileMode mode = (UnixFileMode)Convert.ToInt32(octal, 8);
        File.WriteAllText(FilePath, "old");
        File.SetUnixFileMode(FilePath, mode);
        Write(FilePath, "new");
        Assert.Equal((mode, "new"), (File.GetUnixFileMode(FilePath), File.ReadAllText(FilePath)));
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void A_new_file_has_the_mode_of_any_other_new_file()
    {
        File.WriteAllText(FilePath + "2", "");
        Write(FilePath, "new");
        Assert.Equal(File.GetUnixFileMode(FilePath + "2"), File.GetUnixFileMode(FilePath));
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_that_cannot_be_written_to_is_named()
    {
        if (Environment.IsPrivilegedProcess)
        {
            // The superuser may write anywhere; a file system that nothing can be created in stands in.
            Exception refused = Assert.ThrowsAny<Exception>(() => Write("/proc/self/file", "x"));
            Assert.True(refused is IOException or UnauthorizedAccessException, refused.ToString());
            Assert.Contains("'/proc/", refused.Message, StringComparison.Ordinal);
            return;
        }

        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        UnauthorizedAccessException error = Assert.Throws<UnauthorizedAccessException>(() => Write(FilePath, "x"));
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Contains($"'{_folder}'", error.Message, StringComparison.Ordinal);
    }

    private static void Write(string path, string text) => AtomicFile.Write(path, stream =>
    {
        using StreamWriter writer = new(stream, leaveOpen: true);
        writer.Write(text);
    });
}

/// <summary>A fact about links, devices or modes, which other systems do not have.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no such files." : null;
}

/// <summary>A theory about links, devices or modes, which other systems do not have.</summary>
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no such files." : null;
}
