namespace RnnCompiler.Integration.Tests.Reber;

/// <summary>
/// The classical test of memory over a gap of unknown length: an LSTM of 8 units, trained on one string after the other, each with its own length, predicts every
/// symbol that may follow at every step of 256 strings of its own.
/// </summary>
public class ReberTests
{
    private const int TrainingStrings = 10_000, Portion = 500, TestStrings = 256;

    [Fact]
    public void An_lstm_of_8_units_learns_the_grammar_within_10000_strings_from_9_of_10_seeds()
    {
        int[] learned = [.. Enumerable.Range(1, 10).Select(StringsUntilLearned)];
        Assert.True(learned.Count(static strings => strings <= TrainingStrings) >= 9, string.Join(' ', learned));
    }

    /// <summary>
    /// Trains until no error is left on strings for validation, with at most 10,000 strings. Returns their number, or <see cref="int.MaxValue"/> if there is an error on
    /// the strings for the test.
    /// </summary>
    private static int StringsUntilLearned(int seed)
    {
        using ReberModel model = ReberModel.Create((ulong)seed);
        float[] bias = new float[4 * 8];
        model.ReadParameter("lstm.bias_ih_l0", bias);
        bias.AsSpan(8, 8).Fill(1); // Forget gates start open: Jozefowicz et al., "An empirical exploration of recurrent network architectures", 2015.
        model.WriteParameter("lstm.bias_ih_l0", bias);
        using ReberModel.Trainer trainer = model.CreateTrainer(
            new Adam(0.03f) { Beta2 = 0.99 },
            batchSize: 1,
            new TrainerOptions { Schedule = new ConstantThenLinear(), Clipping = GradientClipping.ByNorm(0.2f) });

        Random random = new(seed);
        ReberStrings validation = new(random, TestStrings), test = new(random, TestStrings);
        int steps = ReberModel.SequenceLength;
        int seen = 0;
        do
        {
            ReberStrings strings = new(random, Portion);
            for (int row = 0; row < Portion; row++)
            {
                trainer.Step(
                    strings.Inputs.AsSpan(row * steps * ReberModel.InputSize, steps * ReberModel.InputSize),
                    strings.Classes.AsSpan(row * steps, steps),
                    strings.Lengths.AsSpan(row, 1));
            }

            seen += Portion;
        }
        while (seen < TrainingStrings && validation.Errors(model) > 0);
        return test.Errors(model) == 0 ? seen : int.MaxValue;
    }

    /// <summary>A schedule of the test's own: constant for half of the updates, then down to 0.</summary>
    private sealed class ConstantThenLinear : LearningRateSchedule
    {
        public override double FactorAt(long update) => Math.Min(1, 2.0 * (TrainingStrings - update) / TrainingStrings);
    }
}
