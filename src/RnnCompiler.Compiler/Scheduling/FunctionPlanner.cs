using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Loops.Building;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Passes;
using RnnCompiler.Compiler.Preparation;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Scheduling;

/// <summary>A function as placed loop nests, and where its parameters and results lie.</summary>
/// <param name="Loops">The loop nests; their buffers are placed.</param>
/// <param name="Interface">Where parameters and results lie.</param>
internal sealed record PlannedFunction(LoopProgram Loops, FunctionInterface Interface)
{
    /// <summary>Floats of workspace of a row.</summary>
    public int WorkspacePerRow => Loops.Placement!.RowStride;

    /// <summary>Whether the weights that one row reads outgrow the caches of a core, so that it pays to share out its lanes.</summary>
    public bool OutgrowsCore => CacheModel.OutgrowsCore(Loops.Regions.Select(static n => n.Region));
}

/// <summary>From a function to placed loop nests: the part of scheduling that does not depend on the target.</summary>
/// <param name="module">The model.</param>
/// <param name="states">Where its states lie.</param>
/// <param name="runner">Verifies and shows each stage.</param>
internal sealed class FunctionPlanner(Module module, IReadOnlyList<StatePlacement> states, PassRunner runner)
{
    /// <summary>Plans a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="packing">Where weights lie.</param>
    public PlannedFunction Plan(Function function, WeightPacking packing)
    {
        FunctionInterface @interface = new(module, function, packing, states);
        Function prepared = PreparationPasses.Run(runner, function);
        LoopProgram loops = Stage(function, "build loops", () => LoopBuilder.Build(prepared, @interface));
        bool byLanes = function == module.Sequence && CacheModel.OutgrowsCore(loops.Regions.Select(static n => n.Region));
        loops = Stage(function, "reserve scratch", () => EpilogueScratch.Reserve(loops, byLanes));
        loops = Stage(function, "place buffers", () => BufferPlanner.Place(loops));
        return new PlannedFunction(loops, @interface);
    }

    private LoopProgram Stage(Function function, string name, Func<LoopProgram> run) =>
        runner.Step($"{function.Name}: {name}", run, LoopVerifier.Verify, LoopPrinter.Print);
}
