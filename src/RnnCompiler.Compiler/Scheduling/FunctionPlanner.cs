using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Loops.Building;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Passes;
using RnnCompiler.Compiler.Preparation;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Scheduling;

/// <summary>Scheduled function: its loop nests and the memory of its parameters and results.</summary>
/// <param name="Loops">The loop nests; their buffers are placed.</param>
/// <param name="Binding">The memory of its parameters and results.</param>
internal sealed record PlannedFunction(LoopProgram Loops, FunctionBinding Binding)
{
    /// <summary>Size of the workspace of a row in floats.</summary>
    public int WorkspacePerRow => Loops.Placement!.RowStride;

    /// <summary>Gets the offset of a buffer in the workspace of a row; null if there is no such buffer.</summary>
    public int? OffsetOf(LoopBuffer? buffer) => buffer is null ? null : checked((int)Loops.Placement!.OffsetOf(buffer));

    /// <summary>Whether the weights that one row reads exceed the private caches of a core, so that it pays to partition its lanes between threads.</summary>
    public bool OutgrowsCore => CacheModel.OutgrowsCore(Loops.Regions.Select(static n => n.Region));
}

/// <summary>Scheduling that does not depend on the target: prepares a function, builds its loop nests and places their buffers.</summary>
/// <param name="module">The model.</param>
/// <param name="states">The placement of its states.</param>
/// <param name="runner">The runner, which verifies each stage and passes it to the observer.</param>
internal sealed class FunctionPlanner(Module module, IReadOnlyList<StatePlacement> states, PassRunner runner)
{
    /// <summary>Schedules a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="packing">The layout of the weights.</param>
    public PlannedFunction Plan(Function function, WeightPacking packing)
    {
        FunctionInterface @interface = new(module, function, packing, states);
        Function prepared = PreparationPasses.Run(runner, function, fusesLoops: function == module.Sequence);
        BoundLoops built = runner.Step(
            $"{function.Name}: build loops", () => LoopBuilder.Build(prepared, @interface), static b => LoopVerifier.Verify(b.Loops), static b => LoopPrinter.Print(b.Loops));
        LoopProgram loops = built.Loops;
        bool byLanes = function == module.Sequence && CacheModel.OutgrowsCore(loops.Regions.Select(static n => n.Region));
        loops = Stage(function, "quantise operands", () => OperandQuantization.Reserve(loops));
        loops = Stage(function, "reserve scratch", () => EpilogueScratch.Reserve(loops, byLanes));
        loops = Stage(function, "place buffers", () => BufferPlanner.Place(loops));
        return new PlannedFunction(loops, built.Binding);
    }

    private LoopProgram Stage(Function function, string name, Func<LoopProgram> run) =>
        runner.Step($"{function.Name}: {name}", run, LoopVerifier.Verify, LoopPrinter.Print);
}
