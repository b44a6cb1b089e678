using Samples;
using CustomCell.CommandLine;
using CustomCell.Data;
using CustomCell.Training;
using RnnCompiler;

namespace CustomCell.Tests;

/// <summary>The problem, the training, the command line.</summary>
public sealed class AddingTests
{
    [Fact]
    public void Two_steps_are_marked_and_the_target_is_their_sum()
    {
        AddingProblem problem = new(seed: 5, rows: 200);
        for (int row = 0; row < 200; row++)
        {
            (float Number, int Step)[] marked =
            [
                .. Enumerable.Range(0, AddingProblem.Steps).Select(step => ((row * AddingProblem.Steps) + step) * 2)
                    .Where(at => problem.Inputs[at + 1] == 1).Select(at => (problem.Inputs[at], at / 2 % AddingProblem.Steps)),
            ];
            Assert.Equal(2, marked.Length);
            Assert.InRange(marked[0].Step, 0, (AddingProblem.Steps / 2) - 1);
            Assert.InRange(marked[1].Step, AddingProblem.Steps / 2, AddingProblem.Steps - 1);
            Assert.Equal(marked[0].Number + marked[1].Number, problem.Targets[row], 1e-6f);
        }
    }

    [Fact]
    public void Always_answering_1_errs_by_a_sixth()
    {
        AddingProblem problem = new(seed: 6, rows: 20_000);
        Assert.Equal(AddingProblem.ErrorOfTheMean, problem.Targets.Average(static t => Math.Pow(t - 1, 2)), 0.005);
    }

    [Fact]
    public void The_same_seed_learns_the_same() => Assert.Equal(Train(100).Points.Select(static p => p.Error), Train(100).Points.Select(static p => p.Error));

    [Theory]
    [InlineData(120, 3)]
    [InlineData(100, 2)]
    public void A_run_makes_the_updates_that_are_asked_for(int updates, int points)
    {
        LearningCurve curve = Train(updates);
        Assert.Equal(points, curve.Points.Count);
        Assert.Equal(updates, curve.Points[^1].Updates);
    }

    [Fact]
    public void Batches_are_new_in_each_epoch_and_those_of_one_run()
    {
        BatchStream stream = new(seed: 3, updates: Learner.UpdatesPerEpoch + 1);
        float[][] first = [.. stream.Select(static batch => batch.Targets.ToArray())];
        float[][] second = [.. stream.Select(static batch => batch.Targets.ToArray())];
        Assert.Equal((Learner.UpdatesPerEpoch, 1), (first.Length, second.Length));
        Assert.Equal(Learner.UpdatesPerEpoch + 1, first.Concat(second).Select(static targets => targets[0]).Distinct().Count());
        Assert.Empty(stream);
    }

    [Fact]
    public void Cancellation_stops_it()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => Train(100, stop.Token));
    }

    [Fact]
    public void The_cell_solves_the_problem()
    {
        LearningCurve curve = Train(1500);
        Assert.True(curve.Solved is { Updates: > 0 }, $"The error is {curve.Final} after 1,500 updates.");
    }

    [Theory]
    [InlineData("--updates", "0", "--updates: expected a whole number from 1 to 1000000, found '0'.")]
    [InlineData("--seed", "x", "--seed: expected a whole number from 0 to")]
    [InlineData("--output", " ", "--output: expected a path, found nothing.")]
    public void A_wrong_argument_is_one_line_that_says_so(string option, string value, string expected)
    {
        StringWriter error = new();
        Assert.Equal(ExitCode.Failure, AddingCommand.Invoke([option, value], TextWriter.Null, error, static _ => throw new InvalidOperationException("This should not run.")));
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_curve_is_solved_from_where_it_stays_below()
    {
        LearningCurve curve = new("n", 1, [(0, 0, 0.2), (50, 1, 0.005), (100, 2, 0.02), (150, 3, 0.004), (200, 4, 0.003)], 0.003, []);
        Assert.Equal(150, curve.Solved!.Value.Updates);
        Assert.Null((curve with { Points = [(0, 0, 0.2), (50, 1, double.NaN)] }).Solved);
    }

    private static LearningCurve Train(int updates, CancellationToken cancellation = default) => Learner.Train(
        "ledger", LedgerModel.Create(1), static (model, optimizer) =>
            model.CreateTrainer(optimizer, Learner.BatchSize, new TrainerOptions { Clipping = Learner.Clipping, StepGradientNorms = true }),
        1,
        updates,
        progress: null,
        cancellation);
}
