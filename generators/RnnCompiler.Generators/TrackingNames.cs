namespace RnnCompiler.Generators;

/// <summary>Names of the generator's steps. Tests use them to see which steps ran again.</summary>
internal static class TrackingNames
{
    /// <summary>Parses symbols to declarations.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>Selects the models that can be compiled.</summary>
    public const string Sources = nameof(Sources);

    /// <summary>Selects the stubs of models with a fault.</summary>
    public const string Stubs = nameof(Stubs);

    /// <summary>Writes the files of stubs, with their names.</summary>
    public const string StubFiles = nameof(StubFiles);

    /// <summary>Collects the names of all models.</summary>
    public const string Names = nameof(Names);

    /// <summary>Finds models whose file names would differ in case only.</summary>
    public const string Clashes = nameof(Clashes);

    /// <summary>Reads the MSBuild properties of the project.</summary>
    public const string Project = nameof(Project);

    /// <summary>Combines models with the properties of their project.</summary>
    public const string Models = nameof(Models);

    /// <summary>Compiles declarations to the public surface.</summary>
    public const string Surface = nameof(Surface);

    /// <summary>Names the files of surfaces.</summary>
    public const string SurfaceFiles = nameof(SurfaceFiles);

    /// <summary>Compiles declarations to kernels.</summary>
    public const string Kernels = nameof(Kernels);

    /// <summary>Names the files of kernels.</summary>
    public const string KernelFiles = nameof(KernelFiles);

    /// <summary>Parses symbols to cells.</summary>
    public const string ParseCells = nameof(ParseCells);

    /// <summary>Selects the cells that other assemblies can use.</summary>
    public const string Cells = nameof(Cells);

    /// <summary>Finds cells whose file names would differ in case only.</summary>
    public const string CellClashes = nameof(CellClashes);

    /// <summary>Writes the files of cells, with their names.</summary>
    public const string CellFiles = nameof(CellFiles);

    /// <summary>Gets all step names.</summary>
    public static IReadOnlyList<string> All { get; } = [Parse, Sources, Stubs, StubFiles, Names, Clashes, Project, Models, Surface, SurfaceFiles, Kernels, KernelFiles, ParseCells,
        Cells, CellClashes, CellFiles];
}
