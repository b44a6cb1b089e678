using System.Numerics;
using System.Runtime.Intrinsics;
using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.EmitRunner;

/// <summary>The target that the generated code of the zoo takes on this machine, by the conditions that stand in its files.</summary>
public static class EmittedTarget
{
    /// <summary>The targets that the zoo has kernels for.</summary>
    public const string Zoo = "16,8,4,scalar";

    /// <summary>The target for a declaration.</summary>
    public static Target Of(string declaration)
    {
        ModelPlan plan = Scheduler.Plan(CompilerPipeline.CompileInference(DeclarationText.Parse(declaration)), new PlanOptions { Targets = [], Training = false });
        if (Vector512.IsHardwareAccelerated && (plan.Widest == Target.Lanes16 || Vector<float>.Count < 8))
            return Target.Lanes16;
        if (Vector256.IsHardwareAccelerated && Vector<float>.Count >= 8)
            return Target.Lanes8;
        return Vector128.IsHardwareAccelerated ? Target.Lanes4 : Target.Scalar;
    }
}
