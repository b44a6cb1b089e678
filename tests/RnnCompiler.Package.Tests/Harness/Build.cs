using System.Reflection;

namespace RnnCompiler.Package.Tests.Harness;

/// <summary>What the build says of itself to its tests.</summary>
internal static class Build
{
    /// <summary>The folder of the repository, with a separator at its end.</summary>
    public static string RepositoryRoot { get; } = Metadata(nameof(RepositoryRoot));

    /// <summary>The configuration in which tests and packages are built.</summary>
    public static string Configuration { get; } = Metadata(nameof(Configuration));

    /// <summary>The version in Directory.Build.props.</summary>
    public static string PackageVersion { get; } = Metadata(nameof(PackageVersion));

    private static string Metadata(string key) => typeof(Build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(m => m.Key == key).Value!;
}
