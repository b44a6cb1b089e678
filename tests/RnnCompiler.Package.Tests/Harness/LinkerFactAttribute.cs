namespace RnnCompiler.Package.Tests.Harness;

/// <summary>A test that compiles to native code, which needs the system's linker; skipped on a machine that has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinkerFactAttribute : FactAttribute
{
    private static readonly string[] s_linkers = ["clang", "gcc"];

    /// <summary>Creates one.</summary>
    public LinkerFactAttribute()
    {
        if (!OperatingSystem.IsWindows() && !s_linkers.Any(IsOnPath))
            Skip = "NativeAOT needs clang or gcc to link, and neither is on the path.";
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));
}
