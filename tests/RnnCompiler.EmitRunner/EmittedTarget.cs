using System.Numerics;
using System.Runtime.Intrinsics;
using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Scheduling.Kernels;

namespace RnnCompiler.EmitRunner;

/// <summary>The target that generated code takes on this machine, by the conditions that stand in its files.</summary>
public static class EmittedTarget
{
    /// <summary>The target for a declaration.</summary>
    public static Target Of(string declaration)
    {
        ModelPlan plan = Scheduler.Plan(CompilerPipeline.CompileInference(DeclarationText.Parse(declaration)), new PlanOptions { Targets = [], Training = false });
        if (Vector512.IsHardwareAccelerated && (plan.Widest == Target.Lanes16 || Vector<float>.Count != 8))
            return Target.Lanes16;
        if (!Vector.IsHardwareAccelerated)
            return Target.Scalar;
        return Vector<float>.Count == 8 ? Target.Lanes8 : Target.Lanes4;
    }
}
