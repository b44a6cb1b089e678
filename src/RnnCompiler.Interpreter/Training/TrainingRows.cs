using System.Runtime.CompilerServices;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter.Rows;

namespace RnnCompiler.Interpreter.Training;

/// <summary>Sizes of one row of training data, and the memory that training needs.</summary>
internal static class TrainingRows
{
    /// <summary>Gets the sizes that the argument checks of the runtime's trainers read. Rows have no workspace here.</summary>
    /// <param name="module">The model.</param>
    /// <param name="inputs">Its inputs.</param>
    public static TrainingPlan PlanOf(Module module, IReadOnlyList<RowPort> inputs)
    {
        ModelDeclaration declaration = module.Declaration;
        return new TrainingPlan
        {
            InputLength = module.TrainingRow.Length,
            TargetLength = module.TargetRow.Length,
            Vocabulary = inputs.Any(static input => !input.IsIds) ? 0 : inputs[0].Kinds,
            Classes = module.Classes,
            Steps = declaration.SequenceLength,
            OutputSteps = module.OutputSteps,
            OutputsEachStep = module.OutputsEachStep,
            CountsRows = module.CountsRows,
            HasTargetPerRow = module.HasTargetPerRow,
            TargetsDiffer = module.TargetsDiffer,
            HasFinalStates = declaration.IsStreaming,
            StepGradientLength = IsFirstRecurrenceOfModel(declaration) ? StepGradients(module) : 0,
            WorkspacePerRow = 0,
            LossOffset = 0,
            LossWeightOffset = 0,
        };
    }

    /// <summary>Checks that one weight for each class fits all outputs.</summary>
    public static void CheckClasses(TrainerOptions options, RowPorts ports)
    {
        if (options.ClassWeights is { } weights && ports.Targets.FirstOrDefault(target => target.Kinds != weights.Count) is { } other)
        {
            throw new ArgumentException(
                $"Expected class weights for outputs of equally many classes, but {weights.Count} weights were given, and {other.Name} has {other.Kinds}.", nameof(options));
        }
    }

    /// <summary>Returns whether the steps of the first recurrent layer are those of the model, over which norms of gradients are taken.</summary>
    private static bool IsFirstRecurrenceOfModel(ModelDeclaration declaration)
    {
        int first = Enumerable.Range(0, declaration.Layers.Count).First(i => declaration.Layers[i] is RecurrentDeclaration);
        return new NetworkGraph(declaration).GroupRead(first) == 0;
    }

    private static int StepGradients(Module module) =>
        (int)(module.Training?.Results.FirstOrDefault(static r => r.Name == "step_gradient")?.Value.Type.ElementCount ?? 0);

    /// <summary>Checks that each array and the memory of the machine suffice, before anything is allocated.</summary>
    /// <param name="training">The training function, whose values are all stored.</param>
    /// <param name="parameters">The number of elements of all parameters.</param>
    /// <param name="moments">The number of moments of each element.</param>
    /// <param name="inputGradient">The number of elements of the gradient of the input.</param>
    /// <param name="batchSize">The maximum number of rows of one call.</param>
    /// <exception cref="TapeTooLargeException">The memory does not suffice.</exception>
    public static void CheckMemory<T>(Function training, int parameters, int moments, long inputGradient, int batchSize)
    {
        long largest = Math.Max(inputGradient, (long)parameters * moments);
        long bytes = (inputGradient + ((long)parameters * (1 + moments)) + Elements(training)) * Unsafe.SizeOf<T>();
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        long limit = Math.Min((long)Array.MaxLength * Unsafe.SizeOf<T>(), available);
        if (largest > Array.MaxLength || bytes > available)
            throw new TapeTooLargeException(bytes, limit, batchSize);
    }

    /// <summary>Counts the elements of all values of a function; those of a scan body count for one step.</summary>
    private static long Elements(Function function) =>
        function.Parameters.Sum(static p => p.Value.Type.ElementCount)
        + function.Equations.Sum(static e => e.Results.Sum(static r => r.Type.ElementCount) + (e.Operation is ScanOperation scan ? Elements(scan.Body) : 0));
}
