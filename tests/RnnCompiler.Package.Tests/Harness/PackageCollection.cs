namespace RnnCompiler.Package.Tests.Harness;

/// <summary>All tests share the packages and run one after another: each starts builds that take all cores.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PackageCollection : ICollectionFixture<PackageFeed>
{
    /// <summary>The name by which test classes join.</summary>
    public const string Name = "packages";
}
