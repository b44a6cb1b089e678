using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests;

/// <summary>Weights of classes and steps that do not count, by the definition of the loss over the logits, and the gradients of the equations.</summary>
public class LossWeightTests
{
    private const int Rows = 6;
    private static readonly float[] s_classWeights = [1, 0.5f, 2, 0, 1.5f, 1, 3];

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void The_loss_is_the_weighted_mean_over_the_steps_that_count(bool weighted, bool withLengths)
    {
        ZooData data = ZooData.Of(Zoo.Find(nameof(SoftmaxLogits)));
        GeneratedRun run = new(data);
        ZooBatch batch = Batch(data, withLengths);
        float[] logits = run.Forward(batch);
        double sum = 0, total = 0;
        for (int row = 0; row < Rows; row++)
        {
            for (int t = 0; t < (withLengths ? batch.Lengths[row] : SoftmaxLogits.SequenceLength); t++)
            {
                int step = (row * SoftmaxLogits.SequenceLength) + t;
                int id = batch.Classes[step];
                if (id < 0)
                    continue;
                double[] z = [.. logits.AsSpan(step * SoftmaxLogits.OutputSize, SoftmaxLogits.OutputSize).ToArray().Select(static v => (double)v)];
                double weight = weighted ? s_classWeights[id] : 1;
                sum += weight * (Math.Log(z.Sum(Math.Exp)) - z[id]);
                total += weight;
            }
        }

        SoftmaxLogits model = Model(run);
        TrainerOptions options = new() { ClassWeights = weighted ? s_classWeights : null, InputGradient = true };
        using SoftmaxLogits.Trainer trainer = model.CreateTrainer(new Sgd(0.1f), Rows, options);
        Assert.Equal(sum / total, trainer.ComputeGradients(batch.Inputs, batch.Classes, batch.Lengths), 1e-5);

        InterpretedModel<double> equations = InterpretedModel.CopyOfDouble(model);
        using InterpretedTrainer<double> oracle = equations.CreateTrainer(new Sgd(0.1f), Rows, options);
        oracle.ComputeGradients(Array.ConvertAll(batch.Inputs, static v => (double)v), batch.Classes, batch.Lengths);
        foreach ((string name, int length) in SoftmaxLogits.Parameters.Select(static p => (p.Name, p.Length)).Append(("input", batch.Inputs.Length)))
        {
            float[] found = new float[length];
            double[] expected = new double[length];
            trainer.ReadGradient(name, found);
            oracle.ReadGradient(name, expected);
            Assert.True(Tolerances.GradientError(found, expected) <= 1, name);
        }
    }

    [Fact]
    public void A_batch_in_which_no_step_counts_changes_nothing()
    {
        using SoftmaxLogits model = SoftmaxLogits.Create(3);
        using SoftmaxLogits.Trainer trainer = model.CreateTrainer(new Adam(0.1f), 2);
        int[] classes = new int[2 * SoftmaxLogits.SequenceLength];
        Array.Fill(classes, -1);
        string name = SoftmaxLogits.Parameters[0].Name;
        float[] parameter = new float[SoftmaxLogits.Parameters[0].Length];
        float[] after = new float[parameter.Length];
        model.ReadParameter(name, parameter);
        Assert.Equal(0, trainer.Step(new float[2 * SoftmaxLogits.SequenceLength * SoftmaxLogits.InputSize], classes));
        model.ReadParameter(name, after);
        Assert.Equal(parameter, after);
        Assert.Equal(0, trainer.Updates);
    }

    [Fact]
    public void Class_weights_of_another_number_of_classes_are_refused()
    {
        static TrainerOptions Options(int count) => new() { ClassWeights = [.. Enumerable.Repeat(1f, count)] };

        using SoftmaxLogits model = SoftmaxLogits.Create(3);
        using LstmLast floats = LstmLast.Create(3);
        foreach (int count in (int[])[1, SoftmaxLogits.OutputSize - 1, SoftmaxLogits.OutputSize + 1])
        {
            ArgumentException error = Assert.Throws<ArgumentException>("options", () => model.CreateTrainer(new Sgd(1), 1, Options(count)));
            Assert.Contains($"Expected 7 class weights, one for each class, but {count} were given", error.Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>("options", () => InterpretedModel.CopyOf(model).CreateTrainer(new Sgd(1), 1, Options(count)));
        }

        Assert.Throws<ArgumentException>("options", () => floats.CreateTrainer(new Sgd(1), 1, Options(1)));
        Assert.Throws<ArgumentException>("options", () => InterpretedModel.CopyOf(floats).CreateTrainer(new Sgd(1), 1, Options(1)));
    }

    private static SoftmaxLogits Model(GeneratedRun run)
    {
        SoftmaxLogits model = SoftmaxLogits.Create(1);
        foreach (ModelParameter parameter in SoftmaxLogits.Parameters)
        {
            float[] values = new float[parameter.Length];
            run.Instance.ReadParameter(parameter.Name, values);
            model.WriteParameter(parameter.Name, values);
        }

        return model;
    }

    /// <summary>Rows of which a third of the steps does not count.</summary>
    private static ZooBatch Batch(ZooData data, bool withLengths)
    {
        Random random = new(4);
        ZooBatch batch = data.Batch(Rows, 4) with { Lengths = withLengths ? [7, 0, 3, 1, 5, 7] : [] };
        for (int i = 0; i < batch.Classes.Length; i++)
            batch.Classes[i] = random.Next(3) == 0 ? -1 : batch.Classes[i];
        return batch;
    }
}
