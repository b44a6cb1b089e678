using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Generators.Emission;
using RnnCompiler.Generators.Sources;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests.Differential;

/// <summary>A declaration, compiled to C# and that to an assembly, as users have it.</summary>
internal static class CompiledInMemory
{
    private const string Options = "new RnnCompiler.Sgd(0.1f), rows, new RnnCompiler.TrainerOptions { Seed = 7, InputGradient = %WANTED% }";

    /// <summary>The type of the model, and a static method that makes a trainer out of a model and a number of rows.</summary>
    public static (Type Model, MethodInfo MakeTrainer) Load(ModelDeclaration declaration)
    {
        ModelSource source = new(new ModelIdentity("", default, declaration.Name), declaration);
        CompiledModel[] halves = [ModelCompiler.Surface(source, default), ModelCompiler.Kernels(source, default)];
        Assert.All(halves, half => Assert.True(half.Failure is null, $"{half.Failure}\n{DeclarationText.Write(declaration)}"));
        string maker = $$"""
            public sealed partial class {{declaration.Name}};

            public static class Maker
            {
                public static RnnCompiler.Trainer<{{(declaration.HasTokenInput ? "int" : "float")}}, {{(declaration.HasClassTargets ? "int" : "float")}}> Make(
                    {{declaration.Name}} model, int rows) =>
                    model.CreateTrainer({{Options.Replace("%WANTED%", declaration.HasTokenInput ? "false" : "true", StringComparison.Ordinal)}});
            }
            """;
        CSharpCompilation compilation = GeneratorRun.Compile(
            GeneratorRun.Options.WithOptimizationLevel(OptimizationLevel.Release), GeneratorRun.ParseOptions,
            [maker, .. halves.SelectMany(static h => h.Files).Select(static (GeneratedFile f) => f.Text)]);
        using MemoryStream stream = new();
        EmitResult result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).Take(3)));
        Assembly assembly = Assembly.Load(stream.ToArray());
        return (assembly.GetType(declaration.Name)!, assembly.GetType("Maker")!.GetMethod("Make")!);
    }
}
