using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Passes;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tests.Loops;

/// <summary>The loop programs of models, as the observer of the compiler sees them.</summary>
internal static class LoopTexts
{
    /// <summary>The texts of one stage, by the name of the function.</summary>
    public static IReadOnlyDictionary<string, string> Of(ModelDeclaration declaration, string stage = "place buffers")
    {
        List<PassDump> stages = [];
        CompilerPipeline.Plan(declaration, new PlanOptions { Targets = [Target.Lanes8] }, observer: stages.Add);
        return stages.Where(s => s.Name.EndsWith(": " + stage, StringComparison.Ordinal))
            .ToDictionary(static s => s.Name[..s.Name.IndexOf(':', StringComparison.Ordinal)], static s => s.Text());
    }

    /// <summary>The placed loop program of a function of a model.</summary>
    public static LoopProgram Program(ModelDeclaration declaration, string function) => LoopParser.Parse(Of(declaration)[function]);
}
