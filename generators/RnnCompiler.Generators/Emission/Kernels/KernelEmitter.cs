using RnnCompiler.Compiler.Scheduling.Kernels;

namespace RnnCompiler.Generators.Emission.Kernels;

/// <summary>Prints a lowered program as a nested static class of C#. Every choice was made before: this is spelling.</summary>
internal static class KernelEmitter
{
    /// <summary>The using directives that the kernels of a target rely on; aliases that no user's type is likely to hide.</summary>
    public static IReadOnlyList<string> Usings(Target target) =>
    [
        $"using {KernelDialect.MathAlias} = global::RnnCompiler.CompilerServices.VectorMath;",
        $"using {KernelDialect.MemoryAlias} = global::System.Runtime.CompilerServices.Unsafe;",
        $"using {KernelDialect.VectorAlias} = {KernelDialect.Of(target).VectorClass};",
    ];

    /// <summary>Writes the class.</summary>
    public static void Write(SourceWriter writer, KernelProgram program)
    {
        KernelDialect dialect = KernelDialect.Of(program.Target);
        writer.WriteLine($"/// <summary>The kernels for {dialect.Description.Replace("<", "&lt;").Replace(">", "&gt;")}.</summary>");
        using (writer.Block($"private static class {program.Target.Name}"))
        {
            for (int i = 0; i < program.Methods.Count; i++)
            {
                if (i > 0)
                    writer.WriteLine();
                Write(writer, program.Methods[i], dialect);
            }
        }
    }

    private static void Write(SourceWriter writer, KernelMethod method, KernelDialect dialect)
    {
        writer.WriteLine($"/// <summary>{method.Summary}</summary>");
        writer.WriteLine("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]");
        string parameters = string.Concat([
            .. method.Indices.Select(static i => $", nint {StatementEmitter.Local(i.Name)}"),
            .. method.Pointers.Select(static p => $", ref {StatementEmitter.Element(p.Space)} {StatementEmitter.Local(p.Name)}")]);
        using (writer.Block($"internal static void {method.Name}(ref global::RnnCompiler.CompilerServices.KernelFrame frame{parameters})"))
        using (writer.Block("unchecked"))
        {
            FrameUse use = FrameUse.Of(method.Body);
            foreach (MemorySpace space in use.Spaces)
                writer.WriteLine($"ref {StatementEmitter.Element(space)} {StatementEmitter.Name(space)} = ref frame.{space};");
            if (use.Rows)
                writer.WriteLine("nint rows = frame.Rows;");
            if (use.Steps)
                writer.WriteLine("nint steps = frame.Steps;");
            if (use.Parts)
            {
                writer.WriteLine("nint part = frame.Part;");
                writer.WriteLine("nint parts = frame.Parts;");
            }

            if (use.LossBar)
                writer.WriteLine("float lossBar = frame.LossBar;");
            new StatementEmitter(writer, dialect).Write(method.Body);
        }
    }
}
