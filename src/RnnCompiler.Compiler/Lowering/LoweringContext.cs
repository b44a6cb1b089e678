using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>Context of lowering a function for one target: all that does not depend on the nest.</summary>
/// <param name="Target">The target.</param>
/// <param name="Packing">The layout of the weights.</param>
/// <param name="Placement">The placement of the buffers.</param>
/// <param name="Tiles">The tile plans of the nests.</param>
/// <param name="Calls">The shape of the calls of the method.</param>
/// <param name="Activations">The accuracy of activations.</param>
/// <param name="Names">The names in the method under construction.</param>
internal sealed record LoweringContext(
    Target Target, WeightPacking Packing, BufferPlacement Placement, TileSelection Tiles, CallShape Calls, ActivationAccuracy Activations, NameScope Names)
{
    /// <summary>Whether there is a single row.</summary>
    public bool SingleRow => Calls.SingleRow;

    /// <summary>Whether threads partition the lanes of that row.</summary>
    public bool ByLanes => Calls.ByLanes;

    /// <summary>The statements after each nest: a barrier if threads partition lanes.</summary>
    public IEnumerable<Statement> AfterNest => ByLanes ? [new PartitionBarrier()] : [];

    /// <summary>The exclusive upper bound of rows.</summary>
    public Bound Rows => SingleRow ? Bound.Of(1) : Bound.Of(RuntimeNumber.Rows);

    /// <summary>Names registers for buffers whose values are in registers.</summary>
    /// <param name="buffers">The buffers.</param>
    /// <param name="suffix">What the names have behind that of the buffer.</param>
    public IReadOnlyDictionary<LoopBuffer, VectorRegister[]> Registers(IEnumerable<LoopBuffer> buffers, string suffix = "") => buffers.ToDictionary(
        static b => b,
        b => Enumerable.Range(0, ResidentCarries.Vectors(b, Target)).Select(_ => Names.Register(b.Name + suffix)).ToArray());

    /// <summary>Names the registers of values that regions hand to later ones.</summary>
    public IReadOnlyDictionary<LoopBuffer, VectorRegister[]> Handed(IEnumerable<LoopBuffer> buffers) => Registers(buffers, "Kept");

    /// <summary>Emits the definitions of these registers, which are in the scope of all regions.</summary>
    public static IEnumerable<Statement> Define(IReadOnlyDictionary<LoopBuffer, VectorRegister[]> handed) => handed.Count == 0
        ? []
        : [
            new Comment([$"kept in registers for what reads them: {string.Join(", ", handed.Keys.Select(static b => b.Name))}"]),
            .. handed.Values.SelectMany(static r => r).Select(static register => new DefineVector(register, new Splat(0))),
        ];

    /// <summary>Returns the end of a loop over the steps of a row.</summary>
    /// <param name="nest">The nest that has the loop.</param>
    /// <param name="steps">The local that holds the steps of the row; null for those of the call.</param>
    public static Bound Steps(LoopNest nest, IndexVariable? steps) => nest.WholeSteps is { } whole ? Bound.Of(whole) : Bound.Of(RuntimeNumber.Steps, local: steps);

    /// <summary>Adds the definition of the steps of a row of a nest to the statements for that row, unless each row has all steps; returns its local.</summary>
    public IndexVariable? DefineSteps(LoopNest nest, IndexVariable? row, ICollection<Statement> statements) => nest.WholeSteps is null ? DefineSteps(row, statements) : null;

    /// <summary>Creates a loop over the rows; its body gets the index of the row, or null if there is a single row.</summary>
    public Statement EachRow(Func<IndexVariable?, IReadOnlyList<Statement>> body)
    {
        if (SingleRow)
            return new Scope(body(null));
        IndexVariable row = Names.Index("row");
        return new Loop(row, Bound.Of(0), Rows, 1, false, body(row));
    }

    /// <summary>Adds the definition of the steps of a row to the statements for that row; returns its local, or null if there is a single row.</summary>
    /// <param name="row">The index of the row; null for a single row.</param>
    /// <param name="statements">The statements for that row.</param>
    public IndexVariable? DefineSteps(IndexVariable? row, ICollection<Statement> statements)
    {
        if (row is null)
            return null;
        IndexVariable steps = Names.Index("rowSteps");
        statements.Add(new DefineId(steps, MemorySpace.Lengths, Affine.Of(0).Plus(row, 1)));
        return steps;
    }
}
