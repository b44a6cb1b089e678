using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Tests.Building;
using RnnCompiler.Compiler.Tests.Cells;

namespace RnnCompiler.Compiler.Tests.Loops;

/// <summary>Each weight gradient is written once before anything is added to it; phases separate the two.</summary>
public sealed class GradientNestTests
{
    [Theory]
    [MemberData(nameof(BuildingZoo.Names), MemberType = typeof(BuildingZoo))]
    public void Each_gradient_is_written_once_and_then_added_to(string name) => Check(BuildingZoo.Models[name]);

    [Fact]
    public void Weights_without_use_have_the_gradient_zero()
    {
        CellProgram cell = CellText.Parse("""
            cell Spare {
              input %0.x: f[input]
              state %1.h: f[hidden]
              weight %2.W: f[hidden,input]
              weight %3.V: f[hidden,input]
              %4 = matvec %2.W, %0.x
              %5.next = tanh %4
              output %5.next
              next %1.h = %5.next
            }

            """);
        LoopProgram program = Check(Declare.Model(RandomCells.Layer(cell, hidden: 4, named: 0)));
        Assert.EndsWith(".V", Assert.Single(program.Nests.OfType<ZeroNest>()).Weight.Slice.Weight, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sum_in_the_phase_of_an_earlier_one_is_refused()
    {
        // The gradient of the table is zero first; then the rows of each id are added.
        LoopProgram program = LoopTexts.Program(Declare.Model(Declare.Embedding(7, 3), Declare.Rnn(4)), "training");
        Assert.Contains(program.Nests, static n => n is ScatterNest);
        LoopPhase[] joined = [.. program.Phases.GroupBy(static p => p.Kind).Select(static g => new LoopPhase(g.Key, [.. g.SelectMany(static p => p.Groups)]))];
        LoopVerificationException refusal = Assert.Throws<LoopVerificationException>(() => LoopVerifier.Verify(program with { Phases = joined }));
        Assert.Contains("a phase of its own", refusal.Message, StringComparison.Ordinal);
    }

    private static LoopProgram Check(ModelDeclaration declaration)
    {
        LoopProgram program = LoopTexts.Program(declaration, "training");
        Module module = CompilerPipeline.Compile(declaration);
        HashSet<string> started = [];
        HashSet<(string Weight, int FirstColumn)> columns = [];
        foreach (LoopNest nest in program.Nests)
        {
            switch (nest)
            {
                case OuterProductNest outer:
                    Assert.All(outer.Terms, t => Assert.Equal(t.Accumulate, !columns.Add((t.Weight.Slice.Weight, outer.Columns?.First ?? 0))));
                    started.UnionWith(outer.Terms.Select(static t => t.Weight.Slice.Weight));
                    break;
                case SumNest { OverRows: true } sum:
                    Assert.All(sum.Targets, t => Assert.Equal(sum.Accumulate, !started.Add(FormattableString.Invariant($"at {t.Buffer.Start}"))));
                    break;
                case ZeroNest zero:
                    Assert.True(started.Add(zero.Weight.Slice.Weight));
                    break;
                case ScatterNest scatter:
                    Assert.Contains(scatter.Weight.Slice.Weight, started);
                    break;
                default:
                    break;
            }
        }

        Assert.Equal(module.Parameters.Sum(static p => p.Slices.Count), started.Count);
        return program;
    }
}
