using System.Runtime.CompilerServices;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Interpreter.Models;

/// <summary>What one row of training data is, and what training it takes.</summary>
internal static class TrainingRows
{
    /// <summary>The sizes that the runtime's checks of a trainer's arguments read. Rows have no workspace here.</summary>
    public static TrainingPlan PlanOf(Module module)
    {
        ModelDeclaration declaration = module.Declaration;
        return new TrainingPlan
        {
            InputLength = declaration.SequenceLength * (declaration.HasTokenInput ? 1 : declaration.InputSize),
            TargetLength = module.OutputSteps * (declaration.HasClassTargets ? 1 : module.OutputSize),
            Vocabulary = declaration.Layers[0] is EmbeddingDeclaration embedding ? embedding.Vocabulary : 0,
            Classes = declaration.HasClassTargets ? module.OutputSize : 0,
            Steps = declaration.SequenceLength,
            WorkspacePerRow = 0,
            LossOffset = 0,
        };
    }

    /// <summary>Refuses what one array or the machine cannot hold, before anything is allocated.</summary>
    /// <param name="training">The function whose values are kept.</param>
    /// <param name="parameters">Elements of all parameters.</param>
    /// <param name="moments">Moments of each.</param>
    /// <param name="inputGradient">Elements of the gradient of the input.</param>
    /// <param name="batchSize">The most rows of one call.</param>
    /// <exception cref="TapeTooLargeException">It does not fit.</exception>
    public static void CheckMemory<T>(Function training, int parameters, int moments, long inputGradient, int batchSize)
    {
        long largest = Math.Max(inputGradient, (long)parameters * moments);
        long bytes = (inputGradient + ((long)parameters * (1 + moments)) + Elements(training)) * Unsafe.SizeOf<T>();
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        long limit = Math.Min((long)Array.MaxLength * Unsafe.SizeOf<T>(), available);
        if (largest > Array.MaxLength || bytes > available)
            throw new TapeTooLargeException(bytes, limit, batchSize);
    }

    /// <summary>Elements of all values of a function; the bodies of scans keep those of one step.</summary>
    private static long Elements(Function function) =>
        function.Parameters.Sum(static p => p.Value.Type.ElementCount)
        + function.Equations.Sum(static e => e.Results.Sum(static r => r.Type.ElementCount) + (e.Operation is ScanOperation scan ? Elements(scan.Body) : 0));
}
