namespace RnnCompiler.Generators;

/// <summary>The names of the generator's steps, by which tests see what was computed again.</summary>
internal static class TrackingNames
{
    /// <summary>From symbols to what was declared.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>The models that can be compiled.</summary>
    public const string Sources = nameof(Sources);

    /// <summary>The names of all models.</summary>
    public const string Names = nameof(Names);

    /// <summary>Models whose files would differ in case only.</summary>
    public const string Clashes = nameof(Clashes);

    /// <summary>From declarations to C#.</summary>
    public const string Compile = nameof(Compile);

    /// <summary>Files with their names.</summary>
    public const string Files = nameof(Files);

    /// <summary>From symbols to cells.</summary>
    public const string ParseCells = nameof(ParseCells);

    /// <summary>The cells that others can use.</summary>
    public const string Cells = nameof(Cells);

    /// <summary>The names of cells that would differ in case only.</summary>
    public const string CellClashes = nameof(CellClashes);

    /// <summary>Files of cells with their names.</summary>
    public const string CellFiles = nameof(CellFiles);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Parse, Sources, Names, Clashes, Compile, Files, ParseCells, Cells, CellClashes, CellFiles];
}
