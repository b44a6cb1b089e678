using System.Reflection;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.CompilerServices;
using RnnCompiler.Generators.Emission;
using RnnCompiler.Generators.Emission.Kernels;

namespace RnnCompiler.Generators.Tests;

/// <summary>Each member of the compiler's enums has a name in the runtime, of the right type, and no two have the same.</summary>
public class RuntimeNamesTests
{
    [Fact]
    public void Each_memory_is_a_field_of_the_frame()
    {
        string[] fields = [.. Enum.GetValues<MemorySpace>().Select(static space =>
        {
            FieldInfo field = typeof(KernelFrame).GetField(RuntimeNames.Field(space))!;
            string element = Spelling.Element(space) switch { "int" => "Int32", "sbyte" => "SByte", _ => "Single" };
            Assert.Equal($"{element}&", field.FieldType.Name);
            return field.Name;
        })];
        Assert.Equal(typeof(KernelFrame).GetFields().Where(static field => field.FieldType.IsByRef).Select(static field => field.Name).Order(), fields.Order());
    }

    [Fact]
    public void Each_phase_initialization_and_format_is_a_member_in_the_runtime()
    {
        Assert.Equal(Enum.GetNames<TrainingPhase>(), Enum.GetValues<PhaseKind>().Select(RuntimeNames.Phase));
        Assert.Equal(Enum.GetNames<ParameterInitialization>(), Enum.GetValues<Initialization>().Select(RuntimeNames.Start));
        Assert.Equal(Enum.GetNames<WeightFormat>(), Enum.GetValues<WeightFormat>().Select(RuntimeNames.Format));
    }

    [Fact]
    public void Requested_results_have_the_same_flags_in_the_runtime() =>
        Assert.Equal(
            Enum.GetValues<Compiler.Ir.RequestedResults>().Select(static r => (r.ToString(), (int)r)),
            Enum.GetValues<CompilerServices.RequestedResults>().Select(static r => (r.ToString(), (int)r)));

    [Fact]
    public void Each_operation_of_a_kernel_is_a_method_that_it_inherits_and_the_other_way_round()
    {
        IEnumerable<string> methods = typeof(Kernels16).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(static m => m.IsFamily).Select(static m => m.Name);
        Assert.Equal(methods.Distinct().Order(StringComparer.Ordinal), KernelNames.Operations.Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetNames<Reduction>().Select(static r => r + "Lanes"), Enum.GetValues<Reduction>().Select(KernelNames.Of));
    }
}
