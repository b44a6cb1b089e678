using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Optimization;
using RnnCompiler.Compiler.Passes;
using RnnCompiler.Compiler.Tests.Building;

namespace RnnCompiler.Compiler.Tests;

public sealed class PipelineTests
{
    private static readonly ModelDeclaration s_model = BuildingZoo.Models["lstm, last, head"];
    private static readonly Function s_function = CompilerPipeline.Compile(s_model).Sequence;

    [Theory]
    [MemberData(nameof(BuildingZoo.Names), MemberType = typeof(BuildingZoo))]
    public void Compiling_twice_gives_the_same_text(string name) =>
        Assert.Equal(ModulePrinter.Print(CompilerPipeline.Compile(BuildingZoo.Models[name])), ModulePrinter.Print(CompilerPipeline.Compile(BuildingZoo.Models[name])));

    [Theory]
    [MemberData(nameof(BuildingZoo.Names), MemberType = typeof(BuildingZoo))]
    public void No_two_functions_share_a_value(string name)
    {
        HashSet<Value> seen = [];
        Function prepared = CompilerPipeline.PrepareForScheduling(CompilerPipeline.Compile(BuildingZoo.Models[name]).Loss);
        Visit(prepared);

        void Visit(Function function)
        {
            foreach (Value value in function.Parameters.Select(static p => p.Value).Concat(function.Equations.SelectMany(static e => e.Results)))
                Assert.True(seen.Add(value));
            foreach (ScanOperation scan in function.Equations.Select(static e => e.Operation).OfType<ScanOperation>())
                Visit(scan.Body);
        }
    }

    [Fact]
    public void Every_stage_can_be_read()
    {
        List<PassDump> dumps = [];
        CompilerPipeline.Compile(s_model, observer: dumps.Add);
        Assert.Equal("build", dumps[0].Name);
        Assert.Contains(dumps, static d => d.Name.EndsWith(": merge common subexpressions", StringComparison.Ordinal));
        Assert.All(dumps.Where(static d => d.Name.Contains(':', StringComparison.Ordinal)), static d => IrVerifier.Verify(IrParser.ParseFunction(d.Text())));
    }

    [Fact]
    public void Cancellation_is_not_swallowed()
    {
        using CancellationTokenSource source = new();
        Assert.Throws<OperationCanceledException>(() => CompilerPipeline.Compile(s_model, source.Token, _ => source.Cancel()));
    }

    [Fact]
    public void A_wrong_declaration_is_not_the_fault_of_the_compiler() =>
        Assert.Throws<InvalidDeclarationException>(() => CompilerPipeline.Compile(s_model with { InputSize = -1 }));

    [Fact]
    public void A_pass_that_breaks_the_program_is_named()
    {
        Pass breaking = new("break", static f => f with { Equations = [.. f.Equations.Skip(1)] });
        CompilerException fault = Assert.Throws<CompilerException>(() => new PassRunner("Weather", null, default).Run(breaking, s_function));
        Assert.Equal(("sequence: break", "Weather"), (fault.PassName, fault.Model));
        Assert.IsType<IrVerificationException>(fault.InnerException);
    }

    [Fact]
    public void A_pass_that_throws_is_named()
    {
        Pass throwing = new("throw", static _ => throw new InvalidOperationException("no"));
        Assert.Equal("sequence: throw", Assert.Throws<CompilerException>(() => new PassRunner("Weather", null, default).Run(throwing, s_function)).PassName);
    }

    [Fact]
    public void Passes_that_never_settle_are_stopped()
    {
        Pass restless = new("restless", static f => Renumbering.Run(f));
        Assert.Throws<CompilerException>(() => new PassRunner("Weather", null, default).RunToFixpoint([restless], s_function));
    }
}
