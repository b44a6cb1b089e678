using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Building;
using RnnCompiler.Compiler.Tests.Cells;
using RnnCompiler.Compiler.Tests.Loops;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Tests.Tiling;

/// <summary>What holds for the tile plans of every nest of every model on every target.</summary>
public sealed class TileSelectionTests
{
    private static readonly TimePlan s_time = new(1) { Text = [] };

    [Theory]
    [MemberData(nameof(BuildingZoo.Names), MemberType = typeof(BuildingZoo))]
    public void Tiles_cover_each_lane_once_and_fit_the_registers(string name)
    {
        foreach ((LoopProgram program, Target target) in Programs(BuildingZoo.Models[name]))
        {
            TileSelection tiles = TileSelection.Of(program, target, new CallShape(SingleRow: false, ByLanes: false, s_time));
            foreach (RegionNest nest in program.Regions)
            {
                RegionPlan plan = tiles.Of<RegionPlan>(nest);
                foreach (TilePass pass in new[] { plan.Wide, plan.Narrow }.OfType<TilePass>())
                {
                    CheckCover(nest.Region.Length, pass.Segments.Select(static s => s.Lanes), target, isExact: nest.Region.Reductions.Count > 0);
                    foreach (TileSegment segment in pass.Segments)
                    {
                        Assert.Equal(nest.Region.Products.Count(), segment.Products.Sum(static p => p.Gates.Count));
                        Assert.All(segment.Products, p => Assert.True(p.Unroll % p.Chains == 0 && p.Chains <= plan.Chains));
                    }
                }

                if (plan.Wide is { } wide && target.Lanes > 1)
                    Assert.True(wide.Width * wide.Vectors * nest.Region.Accumulations.Count * Chains(plan, wide) < target.Registers, $"{name}: {plan.Text[^1]}");
            }

            foreach (OuterProductNest nest in program.Nests.OfType<OuterProductNest>())
            {
                OuterProductPlan plan = tiles.Of<OuterProductPlan>(nest);
                CheckCover(nest.Terms[0].Weight.Slice.Rows, plan.Segments, target, isExact: true);
                Assert.InRange(plan.Columns, 1, nest.Terms[0].Weight.Slice.Columns);
            }
        }
    }

    /// <summary>A tile of several rows holds its accumulators, the weights of one step of k and a broadcast in registers.</summary>
    [Theory]
    [InlineData("rnn")]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void A_tile_of_several_rows_fits_the_registers(string cell)
    {
        RecurrentDeclaration layer = cell switch { "rnn" => Declare.Rnn(96), "lstm" => Declare.Lstm(96), _ => Declare.Gru(96) };
        int wide = 0;
        foreach ((LoopProgram program, Target target) in Programs(Declare.Model(layer, Declare.Dense(64)) with { InputSize = 48 }))
        {
            TileSelection tiles = TileSelection.Of(program, target, new CallShape(SingleRow: false, ByLanes: false, s_time));
            foreach (RegionNest nest in program.Regions)
            {
                if (tiles.Of<RegionPlan>(nest).Wide is not { } pass)
                    continue;
                int sums = nest.Region.Accumulations.Count;
                int registers = (pass.Width * sums * pass.Vectors * Chains(tiles.Of<RegionPlan>(nest), pass)) + (sums * pass.Vectors) + 1;
                Assert.True(registers <= target.Registers, $"{target.Name}: {registers} of {target.Registers}; {tiles.Of<RegionPlan>(nest).Text[^1]}");
                wide += pass.Width > 1 ? 1 : 0;
            }
        }

        Assert.True(wide > 0);
    }

    /// <summary>Products of 768 multiply-adds share weights between the steps of a sequence; rows of a batch, of which there may be few, do not pay for the code.</summary>
    [Fact]
    public void Small_products_have_tiles_of_several_steps_but_not_of_several_rows()
    {
        Dictionary<LoopAxis, int> widest = [];
        foreach ((LoopProgram program, Target target) in Programs(Declare.Model(Declare.Rnn(16)) with { InputSize = 48 }).Where(static p => p.Target == Target.Lanes16))
        {
            TileSelection tiles = TileSelection.Of(program, target, new CallShape(SingleRow: false, ByLanes: false, s_time));
            foreach (RegionNest nest in program.Regions.Where(static n => n.Region.Products.Any()))
                widest[nest.Axis] = Math.Max(widest.GetValueOrDefault(nest.Axis), tiles.Of<RegionPlan>(nest).Wide?.Width ?? 1);
        }

        Assert.Equal((8, 1), (widest[LoopAxis.Steps], widest[LoopAxis.Rows]));
    }

    /// <summary>A tile of four reduction chains passes over k twice where that gives it registers for more steps.</summary>
    [Fact]
    public void Tiles_of_four_chains_pass_twice_over_k_for_more_steps()
    {
        HashSet<(string Target, int Width, int Passes)> found = [];
        foreach ((LoopProgram program, Target target) in Programs(Declare.Model(Declare.Rnn(16)) with { InputSize = 48 }))
        {
            TileSelection tiles = TileSelection.Of(program, target, new CallShape(SingleRow: false, ByLanes: false, s_time));
            IEnumerable<RegionNest> products = program.Regions.Where(static n => n.Axis == LoopAxis.Steps && n.Region.Products.Any());
            foreach (TilePass pass in products.Select(n => tiles.Of<RegionPlan>(n).Wide).OfType<TilePass>())
                found.Add((target.Name, pass.Width, pass.ChainPasses));
        }

        Assert.Contains((Target.Lanes16.Name, 8, 2), found);
        Assert.Contains((Target.Lanes8.Name, 2, 2), found);
    }

    /// <summary>Gets the chains of a sum that are in registers at the same time: those of a pass, and the sum of those before.</summary>
    private static int Chains(RegionPlan plan, TilePass pass) => (plan.Chains / pass.ChainPasses) + pass.ChainPasses - 1;

    /// <summary>The upper half of a vector of 16 lanes would be padding in every operation.</summary>
    [Theory]
    [InlineData(7, 8)]
    [InlineData(8, 8)]
    [InlineData(9, 16)]
    public void Vectors_of_at_most_8_elements_take_8_lanes(int hidden, int lanes)
    {
        ModelDeclaration declaration = Declare.Model(Declare.Lstm(hidden), Declare.Dense(1)) with { InputSize = 1 };
        Assert.Equal(lanes, CompilerPipeline.Plan(declaration).Widest.Lanes);
    }

    /// <summary>A loop over k has one panel of weights, though V is in the panel of W and multiplies the operand of U too.</summary>
    [Fact]
    public void Matrices_of_two_panels_have_loops_of_their_own() => CheckCell("""
        cell Shared {
          input %0.x: f[input]
          state %1.h: f[hidden]
          weight %2.W: f[hidden,hidden]
          weight %3.V: f[hidden,hidden]
          weight %4.U: f[hidden,hidden]
          weight %5.E: f[hidden,input]
          %6 = matvec %2.W, %1.h
          %7 = matvec %3.V, %1.h
          %8 = multiply %6, %7
          %9 = matvec %3.V, %8
          %10 = matvec %4.U, %8
          %11 = matvec %5.E, %0.x
          %12 = add %9, %11
          %13 = sigmoid %12
          %14 = tanh %10
          %15.next = multiply %13, %14
          output %15.next
          next %1.h = %15.next
        }

        """);

    /// <summary>A reduction adds into 16 logical lanes, so a tile has whole blocks however few vectors its registers would allow.</summary>
    [Fact]
    public void A_reduction_has_tiles_of_whole_blocks() => CheckCell("""
        cell Normed {
          input %0.x: f[input]
          state %1.h: f[hidden]
          weight %2.u: f[hidden]
          %3 = tanh %1.h
          %4 = sigmoid %1.h
          %5 = multiply %3, %4
          %6 = exp %5
          %7 = multiply %6, %2.u
          %8 = tanh %7
          %9 = add %8, %3
          %10 = sigmoid %9
          %11 = multiply %10, %6
          %12 = sum %11
          %13.next = multiply %12, %10
          output %13.next
          next %1.h = %13.next
        }

        """);

    [Theory]
    [InlineData(8, 5, 5)]
    [InlineData(4, 10, 4)]
    [InlineData(1, 10, 1)]
    public void Time_is_unrolled_as_declared_and_at_most_the_sequence(int declared, int steps, int expected) =>
        Assert.Equal(expected, TimeTiling.Of(Declare.Model(Declare.Rnn(3)) with { UnrollFactor = declared, SequenceLength = steps }).UnrollFactor);

    /// <summary>The order of a sum decides its bits, so no target may choose another one.</summary>
    [Theory]
    [MemberData(nameof(BuildingZoo.Names), MemberType = typeof(BuildingZoo))]
    public void Reduction_chains_are_the_same_on_every_target(string name)
    {
        foreach (LoopProgram program in LoopTexts.Of(BuildingZoo.Models[name]).Values.Select(LoopParser.Parse))
        {
            IReadOnlyList<TileSelection> all = [.. Target.All.Select(t => TileSelection.Of(program, t, new CallShape(false, false, s_time)))];
            foreach (RegionNest nest in program.Regions)
                Assert.Single(all.Select(s => string.Join(",", s.Of<RegionPlan>(nest).Narrow.Segments[0].Products.Select(static p => p.Chains))).Distinct());
        }
    }

    [Fact]
    public void One_row_has_no_wide_tiles_and_a_plan_says_why()
    {
        LoopProgram program = LoopTexts.Program(Declare.Model(Declare.Lstm(64), Declare.Dense(2)) with { InputSize = 32 }, "sequence");
        TileSelection one = TileSelection.Of(program, Target.Lanes16, new CallShape(SingleRow: true, ByLanes: false, s_time));
        TileSelection many = TileSelection.Of(program, Target.Lanes16, new CallShape(SingleRow: false, ByLanes: false, s_time));
        RegionNest step = program.Nests.OfType<TimeLoop>().Single().Body[0];
        Assert.Null(one.Of<RegionPlan>(step).Wide);
        Assert.NotNull(many.Of<RegionPlan>(step).Wide);
        Assert.True(one.Of<RegionPlan>(step).IsAlternating);
        Assert.Contains("tile: 1 row", one.Of<RegionPlan>(step).Text[^2], StringComparison.Ordinal);
        Assert.Contains("64 KiB", one.Of<RegionPlan>(step).Text[^1], StringComparison.Ordinal);
        Assert.Contains("region: ", TilePlanPrinter.Print(many), StringComparison.Ordinal);
    }

    [Fact]
    public void A_nest_without_a_plan_is_an_internal_error()
    {
        LoopProgram program = LoopTexts.Program(Declare.Model(Declare.Rnn(4)), "sequence");
        TileSelection tiles = TileSelection.Of(program, Target.Lanes8, new CallShape(false, false, s_time));
        InvalidOperationException fault = Assert.Throws<InvalidOperationException>(() => tiles.Of<OuterProductPlan>(program.Nests.First()));
        Assert.StartsWith("Tile selection has no OuterProductPlan", fault.Message, StringComparison.Ordinal);
    }

    private static void CheckCell(string text)
    {
        RecurrentDeclaration layer = RandomCells.Layer(CellText.Parse(text), hidden: 20, named: 0);
        foreach ((LoopProgram program, Target target) in Programs(Declare.Model(layer) with { InputSize = 20 }))
            TileVerifier.Verify(program, target, TileSelection.Of(program, target, new CallShape(SingleRow: false, ByLanes: false, s_time)));
    }

    private static IEnumerable<(LoopProgram Program, Target Target)> Programs(ModelDeclaration declaration) =>
        LoopTexts.Of(declaration).Values.Select(LoopParser.Parse).SelectMany(static p => Target.All.Select(t => (p, t)));

    private static void CheckCover(int length, IEnumerable<LaneSegment> segments, Target target, bool isExact)
    {
        int padded = (length + target.Lanes - 1) / target.Lanes * target.Lanes;
        int[] covered = new int[Target.Pad(length) + Target.Block];
        foreach (LaneSegment segment in segments)
        {
            for (int block = segment.FirstBlock; block + segment.BlockStep <= segment.EndBlock; block += segment.BlockStep)
            {
                for (int lane = 0; lane < segment.LaneEnd; lane += segment.LaneStep)
                {
                    foreach (LaneVector vector in segment.Vectors)
                    {
                        Assert.InRange(vector.Count, 1, target.Lanes);
                        for (int i = 0; i < vector.Count; i++)
                            covered[(block * Target.Block) + lane + vector.Offset + i]++;
                    }
                }
            }
        }

        Assert.All(covered.Take(length), static n => Assert.Equal(1, n));
        Assert.All(covered.Skip(isExact ? length : padded), static n => Assert.Equal(0, n));
    }
}
