using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace RnnCompiler.Benchmarks.GeneratorTime;

/// <summary>
/// The generator as the C# compiler loads it: its own files, netstandard2.0, apart from this program's copy of the middle end; only Roslyn is shared.
/// </summary>
internal sealed class GeneratorFiles() : AssemblyLoadContext("generator")
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "generator");

    /// <summary>Loads the assembly and creates a generator.</summary>
    public static IIncrementalGenerator Create() =>
        (IIncrementalGenerator)Activator.CreateInstance(Assembly().GetType("RnnCompiler.Generators.RnnGenerator", throwOnError: true)!)!;

    /// <summary>The names of its steps, in order; the first one parses.</summary>
    public static IReadOnlyList<string> StepNames(IIncrementalGenerator generator) =>
        (IReadOnlyList<string>)generator.GetType().Assembly.GetType("RnnCompiler.Generators.TrackingNames", throwOnError: true)!.GetProperty("All")!.GetValue(null)!;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string file = Path.Combine(Folder, assemblyName.Name + ".dll");
        return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }

    private static Assembly Assembly() => new GeneratorFiles().LoadFromAssemblyPath(Path.Combine(Folder, "RnnCompiler.Generators.dll"));
}
