using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Generators.Emission.Kernels;

/// <summary>Prints a lowered program as a nested class of C#. It makes no decisions about optimisation: earlier passes made them.</summary>
internal static class KernelEmitter
{
    /// <summary>Writes the class.</summary>
    public static void Write(SourceWriter writer, KernelProgram program)
    {
        KernelClass kernels = KernelClass.Of(program.Target);
        writer.WriteLine($"/// <summary>The kernels for {kernels.Description}.</summary>");
        using (writer.Block($"private abstract class {program.Target.Name} : {kernels.BaseName}"))
        {
            for (int i = 0; i < program.Methods.Count; i++)
            {
                if (i > 0)
                    writer.WriteLine();
                Write(writer, program.Methods[i], program.Target);
            }
        }
    }

    private static void Write(SourceWriter writer, KernelMethod method, Target target)
    {
        writer.WriteLine($"/// <summary>{method.Summary}</summary>");
        writer.WriteLine(GeneratedCode.FullSpeed);
        string parameters = string.Concat([
            .. method.Indices.Select(static i => $", nint {Spelling.Local(i.Name)}"),
            .. method.Pointers.Select(static p => $", ref {Spelling.Element(p.Space)} {Spelling.Local(p.Name)}")]);
        IReadOnlyList<MemorySpace>? memories = method.Name == KernelMethod.Step ? StepHook.MemoriesOf(method) : null;
        parameters = memories is null ? $"ref global::RnnCompiler.CompilerServices.KernelFrame {KernelNames.Frame}{parameters}" : StepHook.Parameters(memories);
        using (writer.Block($"internal static void {method.Name}({parameters})"))
        using (writer.Block("unchecked"))
        {
            FrameUse use = FrameUse.Of(method.Body);
            foreach (MemorySpace space in memories is null ? use.Spaces : [])
                writer.WriteLine($"ref {Spelling.Element(space)} {Spelling.Name(space)} = ref {KernelNames.Frame}.{RuntimeNames.Field(space)};");
            if (use.Reads(FrameField.Rows))
                writer.WriteLine($"nint {KernelNames.Rows} = {KernelNames.Frame}.Rows;");
            if (use.Reads(FrameField.Steps))
                writer.WriteLine($"nint {KernelNames.Steps} = {KernelNames.Frame}.Steps;");
            if (use.Reads(FrameField.Partition))
            {
                writer.WriteLine($"nint {KernelNames.Part} = {KernelNames.Frame}.Part;");
                writer.WriteLine($"nint {KernelNames.Parts} = {KernelNames.Frame}.Parts;");
            }

            new StatementEmitter(writer, target, LocalUse.Of(method.Body)).Write(method.Body);
        }

        if (memories is null)
            return;
        writer.WriteLine();
        StepHook.WriteOverload(writer, method, memories);
    }
}
