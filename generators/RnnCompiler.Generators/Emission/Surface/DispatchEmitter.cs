using RnnCompiler.Compiler.Scheduling.Kernels;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>The choice of kernels by hardware. The conditions are constants to the JIT, which keeps one call.</summary>
internal static class DispatchEmitter
{
    public static void Write(SourceWriter writer, ModelShape model)
    {
        writer.WriteLine("/// <summary>The kernels that fit the hardware.</summary>");
        writer.WriteLine(GeneratedCode.Attributes);
        using (writer.Block($"private static class {SurfaceNames.Kernels}"))
        {
            WriteEntry(writer, KernelMethod.Sequence, model.Plan.Widest);
            if (model.Plan.Sequence.IsShared)
            {
                writer.WriteLine();
                WriteEntry(writer, KernelMethod.SequenceByLanes, model.Plan.Widest);
            }

            if (model.Plan.Step is not null)
            {
                writer.WriteLine();
                WriteEntry(writer, KernelMethod.Step, model.Plan.Widest);
            }

            writer.WriteLine();
            WriteEntry(writer, KernelMethod.Training, model.Plan.Widest);
        }
    }

    private static void WriteEntry(SourceWriter writer, string entry, Target widest)
    {
        writer.WriteLine("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]");
        using (writer.Block($"internal static void {entry}(ref global::RnnCompiler.CompilerServices.KernelFrame frame)"))
        {
            if (widest != Target.Lanes16)
                writer.WriteLine("// No vector is longer than 8: the other lanes of a wider register would be padding.");
            string eight = widest == Target.Lanes16 ? "" : " && global::System.Numerics.Vector<float>.Count != 8";
            Case(writer, $"if (global::System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated{eight})", Target.Lanes16, entry);
            Case(writer, "else if (!global::System.Numerics.Vector.IsHardwareAccelerated)", Target.Scalar, entry);
            Case(writer, "else if (global::System.Numerics.Vector<float>.Count == 8)", Target.Lanes8, entry);
            Case(writer, "else", Target.Lanes4, entry);
        }
    }

    private static void Case(SourceWriter writer, string condition, Target target, string entry)
    {
        writer.WriteLine(condition);
        using (writer.Indent())
            writer.WriteLine($"{target.Name}.{entry}(ref frame);");
    }
}
