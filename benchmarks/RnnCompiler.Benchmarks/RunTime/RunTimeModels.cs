using System.Reflection;
using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.RunTime;

/// <summary>The models of the workloads once more, from an assembly without optimisation whose kernels are made at run time.</summary>
internal static class RunTimeModels
{
    private static readonly Assembly s_assembly = Assembly.Load("RnnCompiler.RunTimeModels");

    /// <summary>The workload over the other assembly's class of the same name.</summary>
    public static Workload Of(Workload workload)
    {
        Type compiled = workload.Model().GetType();
        Type model = s_assembly.GetType(compiled.GetGenericArguments()[0].FullName!, throwOnError: true)!;
        MethodInfo make = typeof(RunTimeModels).GetMethod(nameof(Make), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(model);
        return workload with { Model = () => (CompiledModel)make.Invoke(null, null)! };
    }

    private static CompiledModel<TModel> Make<TModel>()
        where TModel : IRecurrentModel<TModel>, ISequenceModel<float>, IStreamingModel<float> =>
        new(typeof(TModel).GetMethod("CreateTrainer")!.CreateDelegate<TrainerFactory<TModel>>());
}
