using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace RnnCompiler.Interpreter.Tests;

/// <summary>
/// The interpreter judges generated code, so it shares no arithmetic with it: of the runtime it uses interfaces, optimizers, parameter
/// tables, noise, checks, runs of Fit, checkpoint files and the choice of tokens from outputs, each type of them listed here.
/// </summary>
public sealed class DependencyTests
{
    private static readonly HashSet<string> s_allowed = new(StringComparer.Ordinal)
    {
        // interfaces, parameter tables, checks
        "RnnCompiler.IRecurrentModel`1",
        "RnnCompiler.ModelParameter",
        "RnnCompiler.CompilerServices.ModelLayout",
        "RnnCompiler.CompilerServices.PackedSlice",
        "RnnCompiler.CompilerServices.ParameterInitialization",
        "RnnCompiler.CompilerServices.ParameterLayout",
        "RnnCompiler.CompilerServices.ParameterStore",
        "RnnCompiler.CompilerServices.ReducedPanel",
        "RnnCompiler.CompilerServices.Guard",

        // recorded declarations
        "RnnCompiler.Networks.CellSource",
        "RnnCompiler.Networks.NetworkDeclaration",

        // weight files
        "RnnCompiler.AtomicFile",
        "RnnCompiler.LoadOptions",
        "RnnCompiler.ModelWeights",
        "RnnCompiler.SafetensorsReader",
        "RnnCompiler.WeightSource",

        // training
        "RnnCompiler.GradientClipping",
        "RnnCompiler.LearningRateSchedule",
        "RnnCompiler.NonFinite",
        "RnnCompiler.NonFiniteException",
        "RnnCompiler.Optimizer",
        "RnnCompiler.PrefixFactors",
        "RnnCompiler.TapeTooLargeException",
        "RnnCompiler.TrainerChecks",
        "RnnCompiler.TrainerOptions",
        "RnnCompiler.CompilerServices.LossShares",
        "RnnCompiler.CompilerServices.NoiseGenerator",
        "RnnCompiler.CompilerServices.ScheduledSampling",
        "RnnCompiler.CompilerServices.TrainingPlan",

        // data of runs and their decisions, which the trainer asks to compute
        "RnnCompiler.BatchLoss",
        "RnnCompiler.BatchSource",
        "RnnCompiler.BatchSource`2",
        "RnnCompiler.FitOptions",
        "RnnCompiler.FitResult",
        "RnnCompiler.FitRun`1",
        "RnnCompiler.IFitTrainer`1",
        "RnnCompiler.Metric",
        "RnnCompiler.MetricRules",
        "RnnCompiler.TrainingBatch`2",
        "RnnCompiler.TrainingData",
        "RnnCompiler.TrainingData`2",

        // choice of tokens from outputs, which tests compare with loops over steps and with exhaustive search
        "RnnCompiler.GenerationOptions",
        "RnnCompiler.CompilerServices.TokenGenerator",
        "RnnCompiler.CompilerServices.TokenStreams",

        // checkpoint files
        "RnnCompiler.CheckpointTensors`1",
        "RnnCompiler.ICheckpointedTrainer`1",
        "RnnCompiler.StateBlock",
        "RnnCompiler.TrainerCheckpoints`1",
        "RnnCompiler.TrainerSnapshot`1",
    };

    [Fact]
    public void The_interpreter_shares_no_arithmetic_with_what_it_judges()
    {
        using FileStream file = File.OpenRead(typeof(InterpretedModel).Assembly.Location);
        using PEReader portable = new(file);
        MetadataReader metadata = portable.GetMetadataReader();
        List<string> used = [];
        foreach (TypeReferenceHandle handle in metadata.TypeReferences)
        {
            TypeReference type = metadata.GetTypeReference(handle);
            if (type.ResolutionScope.Kind == HandleKind.AssemblyReference
                && metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name) == "RnnCompiler.Runtime")
            {
                used.Add($"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}");
            }
        }

        Assert.Contains("RnnCompiler.Optimizer", used);
        Assert.Equal([], used.Except(s_allowed));
    }
}
