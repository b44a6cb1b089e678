namespace RnnCompiler.Generators;

/// <summary>The names of the generator's steps, by which tests see what was computed again.</summary>
internal static class TrackingNames
{
    /// <summary>From symbols to what was declared.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>The models that can be compiled.</summary>
    public const string Sources = nameof(Sources);

    /// <summary>What stands for models with a fault.</summary>
    public const string Stubs = nameof(Stubs);

    /// <summary>Files of such models with their names.</summary>
    public const string StubFiles = nameof(StubFiles);

    /// <summary>The names of all models.</summary>
    public const string Names = nameof(Names);

    /// <summary>Models whose files would differ in case only.</summary>
    public const string Clashes = nameof(Clashes);

    /// <summary>What the project's properties say.</summary>
    public const string Project = nameof(Project);

    /// <summary>Models as their project wants them emitted.</summary>
    public const string Models = nameof(Models);

    /// <summary>From declarations to what users call.</summary>
    public const string Surface = nameof(Surface);

    /// <summary>Files of surfaces with their names.</summary>
    public const string SurfaceFiles = nameof(SurfaceFiles);

    /// <summary>From declarations to kernels.</summary>
    public const string Kernels = nameof(Kernels);

    /// <summary>Files of kernels with their names.</summary>
    public const string KernelFiles = nameof(KernelFiles);

    /// <summary>From symbols to cells.</summary>
    public const string ParseCells = nameof(ParseCells);

    /// <summary>The cells that others can use.</summary>
    public const string Cells = nameof(Cells);

    /// <summary>The names of cells that would differ in case only.</summary>
    public const string CellClashes = nameof(CellClashes);

    /// <summary>Files of cells with their names.</summary>
    public const string CellFiles = nameof(CellFiles);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Parse, Sources, Stubs, StubFiles, Names, Clashes, Project, Models, Surface, SurfaceFiles, Kernels, KernelFiles, ParseCells,
        Cells, CellClashes, CellFiles];
}
