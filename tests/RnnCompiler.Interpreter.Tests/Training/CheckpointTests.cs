using System.Numerics;

namespace RnnCompiler.Interpreter.Tests.Training;

/// <summary>A checkpoint holds all that the next update of an interpreted trainer depends on, and one that does not fit changes nothing.</summary>
public sealed class CheckpointTests : IDisposable
{
    private const int Rows = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("rnncompiler").FullName;

    private string FilePath => Path.Combine(_folder, "run.ckpt");

    public static TheoryData<string, bool> Runs
    {
        get
        {
            TheoryData<string, bool> runs = [];
            foreach (string optimizer in (string[])["sgd", "momentum", "rmsprop", "adamw"])
            {
                runs.Add(optimizer, false);
                runs.Add(optimizer, true);
            }

            return runs;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_trainer_that_continues_makes_the_bits_of_one_that_never_stopped(string optimizer, bool precise)
    {
        if (precise)
            Continue<double>(optimizer);
        else
            Continue<float>(optimizer);
    }

    [Fact]
    public void Accumulated_gradients_are_part_of_a_checkpoint_and_a_stream_is_left_behind_it()
    {
        using TrainedModel<double> whole = new(Declarations.Dropout, new Adam(0.1f), Rows, Options());
        whole.Accumulate(..);
        using MemoryStream stream = new();
        stream.WriteByte(7);
        whole.Trainer.SaveCheckpoint(stream);
        stream.WriteByte(8);
        whole.Accumulate(..);
        double loss = whole.Trainer.ApplyGradients();

        using TrainedModel<double> second = new(Declarations.Dropout, new Adam(0.1f), Rows, Options());
        stream.Position = 1;
        second.Trainer.LoadCheckpoint(stream);
        Assert.Equal(8, stream.ReadByte());
        second.Accumulate(..);
        Assert.Equal(loss, second.Trainer.ApplyGradients());
        Assert.Equal(whole.Parameters, second.Parameters);

        // A checkpoint without accumulated gradients discards those of the trainer.
        second.Trainer.SaveCheckpoint(FilePath);
        second.Accumulate(..);
        second.Trainer.LoadCheckpoint(FilePath);
        Assert.Throws<InvalidOperationException>(() => second.Trainer.ApplyGradients());
    }

    [Fact]
    public void A_checkpoint_that_does_not_fit_changes_nothing()
    {
        using TrainedModel<float> run = new(Declarations.Lstm, new Adam(0.5f), Rows);
        float[] before = run.Parameters;
        using (TrainedModel<float> other = new(Declarations.Bidirectional, new Adam(0.1f), Rows))
            other.Trainer.SaveCheckpoint(FilePath);
        Assert.Contains(
            "expected a checkpoint of this network, found another one",
            Assert.Throws<CheckpointException>(() => run.Trainer.LoadCheckpoint(FilePath)).Message,
            StringComparison.Ordinal);
        using (TrainedModel<float> other = new(Declarations.Lstm, new Sgd(0.1f) { Momentum = 0.9 }, Rows))
            other.Trainer.SaveCheckpoint(FilePath);
        Assert.Contains(
            "of RnnCompiler.Adam with 2 moments, found RnnCompiler.Sgd with 1",
            Assert.Throws<CheckpointException>(() => run.Trainer.LoadCheckpoint(FilePath)).Message,
            StringComparison.Ordinal);
        File.WriteAllText(FilePath, "text");
        Assert.Throws<CheckpointException>(() => run.Trainer.LoadCheckpoint(FilePath));
        Assert.Equal(before, run.Parameters);
        Assert.Equal((0L, 0.5f), (run.Trainer.Updates, run.Trainer.Optimizer.LearningRate));
        run.Trainer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => run.Trainer.SaveCheckpoint(FilePath));
        Assert.Throws<ObjectDisposedException>(() => run.Trainer.LoadCheckpoint(FilePath));
    }

    [Fact]
    public void Both_precisions_read_one_another()
    {
        using TrainedModel<float> single = new(Declarations.Dropout, new Adam(0.02f), Rows, Options());
        using TrainedModel<double> precise = new(Declarations.Dropout, new Adam(1), Rows, Options());
        single.Step();
        single.Trainer.SaveCheckpoint(FilePath);
        precise.Trainer.LoadCheckpoint(FilePath);
        Assert.Equal(single.Parameters.Select(static value => (double)value), precise.Parameters);
        Assert.Equal(single.Step(), precise.Step(), 1e-5);
        precise.Trainer.SaveCheckpoint(FilePath);
        single.Trainer.LoadCheckpoint(FilePath);
        Assert.Equal(precise.Parameters.Select(static value => (float)value), single.Parameters);
        Assert.Equal(2, single.Trainer.Updates);
    }

    private void Continue<T>(string optimizer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TrainedModel<T> whole = new(Declarations.Dropout, Optimizer(optimizer), Rows, Options());
        for (int update = 0; update < 10; update++)
            whole.Step();

        using (TrainedModel<T> first = new(Declarations.Dropout, Optimizer(optimizer), Rows, Options()))
        {
            for (int update = 0; update < 4; update++)
                first.Step();
            first.Trainer.SaveCheckpoint(FilePath);
        }

        // Learning rate and seed are those of the checkpoint.
        Optimizer other = Optimizer(optimizer);
        other.LearningRate = 9;
        using TrainedModel<T> second = new(Declarations.Dropout, other, Rows, Options() with { Seed = 1 });
        second.Trainer.LoadCheckpoint(FilePath);
        Assert.Equal((4L, 0.02f), (second.Trainer.Updates, other.LearningRate));
        for (int update = 4; update < 10; update++)
            second.Step();
        Assert.Equal(whole.Parameters, second.Parameters);
        Assert.Equal([FilePath], Directory.GetFileSystemEntries(_folder));
    }

    private static TrainerOptions Options() => new()
    {
        Seed = 3,
        Clipping = GradientClipping.ByNorm(1),
        Schedule = LearningRateSchedule.LinearWarmUp(5, LearningRateSchedule.Cosine(20)),
        LearningRateFactors = { ["dense"] = 0.5f },
    };

    private static Optimizer Optimizer(string name) => name switch
    {
        "sgd" => new Sgd(0.02f),
        "momentum" => new Sgd(0.02f) { Momentum = 0.9, Nesterov = true },
        "rmsprop" => new RmsProp(0.02f),
        _ => new AdamW(0.02f),
    };
}
