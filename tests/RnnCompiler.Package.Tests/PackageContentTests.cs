using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.Loader;
using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnCompiler.Package.Tests.Harness;

namespace RnnCompiler.Package.Tests;

/// <summary>What is in the packages.</summary>
[Collection(PackageCollection.Name)]
public class PackageContentTests(PackageFeed feed)
{
    private const string PageFolder = "https://github.com/rnncompiler/rnncompiler/blob/main/";
    private static readonly Guid s_sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    [Fact]
    public void Attributes_and_runtime_are_libraries_and_everything_else_is_for_the_build()
    {
        IReadOnlyList<string> files = Files("RnnCompiler");
        Assert.Equal(
            ["RnnCompiler.Abstractions.dll", "RnnCompiler.Abstractions.xml", "RnnCompiler.Runtime.dll", "RnnCompiler.Runtime.xml"],
            files.Where(static f => f.StartsWith("lib/net10.0/", StringComparison.Ordinal)).Select(Path.GetFileName).Order());
        Assert.Equal(
            ["RnnCompiler.Abstractions.dll", "RnnCompiler.CodeFixes.dll", "RnnCompiler.Compiler.dll", "RnnCompiler.Generators.dll"],
            files.Where(static f => f.StartsWith("analyzers/dotnet/cs/", StringComparison.Ordinal)).Select(Path.GetFileName).Order());
        Assert.Equal(
            ["RnnCompiler.Compiler.dll", "RnnCompiler.Emit.dll"],
            files.Where(static f => f.StartsWith("tools/kernels/any/", StringComparison.Ordinal)).Select(Path.GetFileName).Order());
        Assert.DoesNotContain(files, static f => f.StartsWith("lib/", StringComparison.Ordinal) && !f.StartsWith("lib/net10.0/", StringComparison.Ordinal));
        string[] build = ["build/RnnCompiler.props", "build/RnnCompiler.targets", "buildTransitive/RnnCompiler.props", "buildTransitive/RnnCompiler.targets"];
        foreach (string file in build.Concat(["README.md", "LICENSE"]))
            Assert.Contains(file, files);
    }

    [Fact]
    public void The_interpreter_brings_its_compiler_and_asks_for_the_same_version_of_the_package()
    {
        Assert.Equal(
            ["RnnCompiler.Compiler.dll", "RnnCompiler.Compiler.xml", "RnnCompiler.Interpreter.dll", "RnnCompiler.Interpreter.xml"],
            Files("RnnCompiler.Interpreter").Where(static f => f.StartsWith("lib/net10.0/", StringComparison.Ordinal)).Select(Path.GetFileName).Order());
        XElement dependency = Elements("RnnCompiler.Interpreter", "dependency").Single(static d => d.Attribute("id")!.Value == "RnnCompiler");
        Assert.Equal($"[{feed.Version}]", dependency.Attribute("version")!.Value);
        Assert.Empty(Elements("RnnCompiler", "dependency"));
    }

    [Theory]
    [InlineData("RnnCompiler")]
    [InlineData("RnnCompiler.Interpreter")]
    [InlineData("RnnCompiler.Templates")]
    public void A_package_says_where_it_comes_from(string id)
    {
        XElement repository = Elements(id, "repository").Single();
        Assert.Equal("https://github.com/rnncompiler/rnncompiler", repository.Attribute("url")!.Value);
        Assert.Matches("^[0-9a-f]{40}$", repository.Attribute("commit")!.Value);
        Assert.Equal("MIT", Elements(id, "license").Single().Value);
        Assert.Contains(Elements(id, "readme").Single().Value, Files(id));
        Assert.Equal(feed.Version, Elements(id, "version").Single().Value);
    }

    [Theory]
    [InlineData("RnnCompiler", "lib/net10.0/RnnCompiler.Runtime.pdb")]
    [InlineData("RnnCompiler", "analyzers/dotnet/cs/RnnCompiler.Generators.pdb")]
    [InlineData("RnnCompiler", "tools/kernels/any/RnnCompiler.Emit.pdb")]
    [InlineData("RnnCompiler.Interpreter", "lib/net10.0/RnnCompiler.Interpreter.pdb")]
    public void Debuggers_find_sources_in_the_repository(string id, string file)
    {
        using ZipArchive symbols = ZipFile.OpenRead(feed.PackagePath(id, "snupkg"));
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Bytes(symbols, file)));
        MetadataReader reader = provider.GetMetadataReader();
        string link = Encoding.UTF8.GetString(reader.GetBlobBytes(reader.CustomDebugInformation
            .Select(reader.GetCustomDebugInformation)
            .Single(info => reader.GetGuid(info.Kind) == s_sourceLink).Value));
        Assert.Contains("https://raw.githubusercontent.com/rnncompiler/rnncompiler/", link, StringComparison.Ordinal);
        // Release builds name no folder of the machine that built them.
        if (Build.Configuration == "Release")
            Assert.All(reader.Documents.Select(d => reader.GetString(reader.GetDocument(d).Name)), static name => Assert.StartsWith("/_", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_diagnostic_links_to_a_page_that_is_in_the_repository_and_in_the_package()
    {
        IReadOnlyList<string> files = Files("RnnCompiler");
        ImmutableArray<DiagnosticDescriptor> diagnostics = Diagnostics();
        Assert.NotEmpty(diagnostics);
        Assert.All(diagnostics, d => Exists(d.Id, d.HelpLinkUri, files));
    }

    [Fact]
    public void Each_message_of_the_build_links_to_a_page_that_is_in_the_repository_and_in_the_package()
    {
        IReadOnlyList<string> files = Files("RnnCompiler");
        XDocument checks = XDocument.Load(Path.Combine(Build.RepositoryRoot, "src/RnnCompiler.Package/build/RnnCompiler.Checks.targets"));
        XDocument targets = XDocument.Load(Path.Combine(Build.RepositoryRoot, "src/RnnCompiler.Package/build/RnnCompiler.targets"));
        string folder = targets.Descendants("RnnHelpPages").Single().Value;
        List<XElement> messages = [.. checks.Descendants().Where(static e => e.Name.LocalName is "Error" or "Warning")];
        Assert.NotEmpty(messages);
        Assert.All(messages, m => Exists(m.Attribute("Code")!.Value, m.Attribute("HelpLink")!.Value.Replace("$(RnnHelpPages)", folder, StringComparison.Ordinal), files));
    }

    [Fact]
    public void Native_code_is_for_the_platform_in_the_name_of_its_folder()
    {
        IReadOnlyList<string> files = Files("RnnCompiler");
        List<string> generators = [.. files.Where(static f => f.StartsWith("tools/generator/", StringComparison.Ordinal))];
        // Made without a native compiler the package is complete too, and a build with it the same.
        if (generators.Count == 0)
            return;
        using ZipArchive package = ZipFile.OpenRead(feed.PackagePath("RnnCompiler"));
        IEnumerable<string> kernels = files.Where(static f => f.StartsWith("tools/kernels/", StringComparison.Ordinal) && !f.Contains("/any/", StringComparison.Ordinal));
        foreach (string file in generators.Concat(kernels))
        {
            using System.Reflection.PortableExecutable.PEReader image = new(new MemoryStream(Bytes(package, file)));
            Assert.NotEqual(0, image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
            Assert.Equal(System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier, file.Split('/')[2]);
        }
    }

    private static void Exists(string id, string link, IReadOnlyList<string> files)
    {
        Assert.True(Uri.TryCreate(link, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttps, $"{id} links to '{link}'.");
        Assert.StartsWith(PageFolder, link, StringComparison.Ordinal);
        Assert.EndsWith($"/{id}.md", link, StringComparison.Ordinal);
        string page = File.ReadAllText(Path.Combine(Build.RepositoryRoot, link[PageFolder.Length..]));
        Assert.StartsWith($"# {id}: ", page, StringComparison.Ordinal);
        Assert.Contains($"docs/{id}.md", files);
    }

    // Of the packed files, as the C# compiler loads them.
    private ImmutableArray<DiagnosticDescriptor> Diagnostics()
    {
        using ZipArchive package = ZipFile.OpenRead(feed.PackagePath("RnnCompiler"));
        AssemblyLoadContext context = new("packed", isCollectible: false);
        foreach (string name in new[] { "Abstractions", "Compiler" })
            context.LoadFromStream(new MemoryStream(Bytes(package, $"analyzers/dotnet/cs/RnnCompiler.{name}.dll")));
        Assembly generators = context.LoadFromStream(new MemoryStream(Bytes(package, "analyzers/dotnet/cs/RnnCompiler.Generators.dll")));
        return ((DiagnosticAnalyzer)Activator.CreateInstance(generators.GetType("RnnCompiler.Generators.Diagnostics.RnnAnalyzer", throwOnError: true)!)!).SupportedDiagnostics;
    }

    private IReadOnlyList<string> Files(string id)
    {
        using ZipArchive package = ZipFile.OpenRead(feed.PackagePath(id));
        return [.. package.Entries.Select(static e => Uri.UnescapeDataString(e.FullName))];
    }

    private IReadOnlyList<XElement> Elements(string id, string name)
    {
        using ZipArchive package = ZipFile.OpenRead(feed.PackagePath(id));
        using Stream specification = package.GetEntry($"{id}.nuspec")!.Open();
        return [.. XDocument.Load(specification).Descendants().Where(e => e.Name.LocalName == name)];
    }

    private static byte[] Bytes(ZipArchive archive, string file)
    {
        using Stream stream = (archive.GetEntry(file) ?? throw new FileNotFoundException($"The package has no {file}.")).Open();
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
