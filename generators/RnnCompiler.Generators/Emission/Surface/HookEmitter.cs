using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Generators.Names;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>
/// Emits the connection between the surface and its kernels. Generated kernels implement partial methods of the surface in separate files, so that
/// the surface compiles without them and an IDE runs no scheduling. Kernels that are compiled at run time come from RnnCompiler.Emit.
/// </summary>
internal static class HookEmitter
{
    private const string Model = "global::RnnCompiler.CompilerServices.CompiledModel";

    public static void Write(SourceWriter writer, ModelShape model)
    {
        WriteLayouts(writer, model);
        if (model.Options.Kernels == KernelOrigin.RunTime)
            return;
        writer.WriteLine();
        writer.WriteLine($"static partial void {SurfaceNames.Describe}(ref {Model}? model);");
        if (!model.HasStep || !model.Declaration.IsPlain)
            return;
        writer.WriteLine();
        writer.WriteLine($"static partial void {SurfaceNames.Step}({StepHook.Parameters(StepHook.Memories(model.Declaration.HasTokenInput))});");
    }

    private static void WriteLayouts(SourceWriter writer, ModelShape model)
    {
        string text = DeclarationText.Write(model.Declaration);
        writer.WriteLine("/// <summary>The declaration as text, and the kernels that were compiled from it.</summary>");
        writer.WriteLine(GeneratedCode.Attributes);
        using (writer.Block($"private static class {SurfaceNames.Layouts}"))
        {
            writer.WriteLine("// An error here means that the runtime is of another version than the generator.");
            writer.WriteLine($"internal static readonly int Contract = {RuntimeContract.Check};");
            writer.WriteLine();
            writer.WriteLine($"internal const string Declaration = {CSharpLiteral.String(text)};");
            writer.WriteLine();
            writer.WriteLine($"internal const string DeclarationHash = \"{DeclarationHash.Of(text)}\";");
            writer.WriteLine();
            writer.WriteLine($"internal static readonly {Model} Compiled = Describe();");
            writer.WriteLine();
            writer.WriteLine("internal static global::RnnCompiler.CompilerServices.ModelLayout Model => Compiled.Layout;");
            writer.WriteLine();
            using (writer.Block($"private static {Model} Describe()"))
                WriteDescription(writer, model);
        }
    }

    private static void WriteDescription(SourceWriter writer, ModelShape model)
    {
        if (model.Options.Kernels == KernelOrigin.RunTime)
        {
            string targets = model.Options.Targets.Count == 0 ? "null" : CSharpLiteral.String(string.Join(",", model.Options.Targets));
            writer.WriteLine($"return global::RnnCompiler.Emit.RunTimeKernels.Compile(Declaration, DeclarationHash, {targets}, {CSharpLiteral.Boolean(model.Options.Training)});");
            return;
        }

        writer.WriteLine($"{Model}? model = null;");
        writer.WriteLine($"{SurfaceNames.Describe}(ref model);");
        writer.WriteLine($"return {Model}.Required(model, {CSharpLiteral.String(model.Identity.FullName)});");
    }
}
