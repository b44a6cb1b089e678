using System.Security.Cryptography;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>A checkpoint holds all that the next update depends on, and one that does not fit changes nothing.</summary>
public sealed class CheckpointTests : IDisposable
{
    private const int Rows = 6;
    private static readonly float[] s_inputs = AffineRows.Inputs(Rows);
    private static readonly float[] s_targets = AffineRows.Targets(Rows);

    private readonly string _folder = Directory.CreateTempSubdirectory("rnncompiler").FullName;

    public static TheoryData<string> Optimizers => ["sgd", "momentum", "rmsprop", "adam", "adamw", "user"];

    private string FilePath => Path.Combine(_folder, "run.ckpt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_trainer_that_continues_makes_the_bits_of_one_that_never_stopped(string name)
    {
        ParameterStore expected = AffineTrainer.Store(1, 2, 3, 4);
        using AffineTrainer whole = new(expected, Optimizer(name), Rows, Options(), rate: 0.5);
        Run(whole, 10);

        using (AffineTrainer first = new(AffineTrainer.Store(1, 2, 3, 4), Optimizer(name), Rows, Options(), rate: 0.5))
        {
            Run(first, 4);
            first.SaveCheckpoint(FilePath);
        }

        // The seed is that of the checkpoint.
        ParameterStore found = AffineTrainer.Store(0, 0, 0, 0);
        Optimizer optimizer = Optimizer(name);
        optimizer.LearningRate = 9;
        using AffineTrainer second = new(found, optimizer, Rows, Options() with { Seed = 1 }, rate: 0.5);
        second.LoadCheckpoint(FilePath);
        Assert.Equal((4L, 0.02f), (second.Updates, optimizer.LearningRate));
        Run(second, 6);
        Assert.Equal(AffineTrainer.Read(expected), AffineTrainer.Read(found));
        Assert.Equal(expected.Span.ToArray(), found.Span.ToArray());
        Assert.Equal([FilePath], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Accumulated_gradients_are_part_of_a_checkpoint_and_a_stream_is_left_behind_it()
    {
        using AffineTrainer whole = new(AffineTrainer.Store(1, 2, 3, 4), new Adam(0.1f), Rows, Options(), rate: 0.5);
        whole.AccumulateGradients(s_inputs, s_targets);
        using MemoryStream stream = new();
        stream.WriteByte(7);
        whole.SaveCheckpoint(stream);
        stream.WriteByte(8);
        whole.AccumulateGradients(s_inputs, s_targets);
        float loss = whole.ApplyGradients();

        ParameterStore found = AffineTrainer.Store(0, 0, 0, 0);
        using AffineTrainer second = new(found, new Adam(0.1f), Rows, Options(), rate: 0.5);
        stream.Position = 1;
        second.LoadCheckpoint(stream);
        Assert.Equal(8, stream.ReadByte());
        second.AccumulateGradients(s_inputs, s_targets);
        Assert.Equal(loss, second.ApplyGradients());
        Assert.Equal(whole.Gradient(), second.Gradient());

        // A checkpoint without accumulated gradients discards those of the trainer.
        second.SaveCheckpoint(FilePath);
        second.AccumulateGradients(s_inputs, s_targets);
        second.LoadCheckpoint(FilePath);
        Assert.Throws<InvalidOperationException>(() => second.ApplyGradients());
    }

    [Fact]
    public void Any_damaged_or_missing_byte_is_found_and_changes_nothing()
    {
        using MemoryStream stream = new();
        using (AffineTrainer first = new(AffineTrainer.Store(1, 2, 3, 4), new Adam(0.1f), Rows))
        {
            Run(first, 2);
            first.SaveCheckpoint(stream);
        }

        byte[] bytes = stream.ToArray();
        ParameterStore store = AffineTrainer.Store(5, 6, 7, 8);
        using AffineTrainer trainer = new(store, new Adam(0.5f), Rows);
        for (int i = 0; i < bytes.Length; i += i < 80 ? 1 : 37)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= 0x10;
            Assert.Throws<CheckpointException>(() => trainer.LoadCheckpoint(new MemoryStream(damaged)));
            Assert.Throws<CheckpointException>(() => trainer.LoadCheckpoint(new MemoryStream(bytes, 0, i)));
        }

        File.WriteAllBytes(FilePath, [.. bytes, 0]);
        Assert.Contains("found more bytes", Assert.Throws<CheckpointException>(() => trainer.LoadCheckpoint(FilePath)).Message, StringComparison.Ordinal);
        Assert.Equal([5, 6, 7, 8], AffineTrainer.Read(store));
        Assert.Equal((0L, 0.5f), (trainer.Updates, trainer.Optimizer.LearningRate));
    }

    [Fact]
    public void A_file_of_another_format_or_version_is_called_by_its_name()
    {
        using AffineTrainer trainer = new(AffineTrainer.Store(1, 2, 3, 4), new Adam(0.1f), Rows);
        string Refusal(byte[] bytes)
        {
            File.WriteAllBytes(FilePath, bytes);
            string message = Assert.Throws<CheckpointException>(() => trainer.LoadCheckpoint(FilePath)).Message;
            Assert.StartsWith($"{FilePath}: expected a checkpoint", message, StringComparison.Ordinal);
            return message;
        }

        using MemoryStream weights = new(), checkpoint = new();
        AffineTrainer.Store(1, 2, 3, 4).Save(weights);
        Assert.Contains("found a safetensors file", Refusal(weights.ToArray()), StringComparison.Ordinal);
        Assert.Contains("found an empty file", Refusal([]), StringComparison.Ordinal);
        Assert.Contains("found an HDF5 file", Refusal([0x89, (byte)'H', (byte)'D', (byte)'F', 0, 0]), StringComparison.Ordinal);
        Assert.Contains("found a file of another format", Refusal([1, 2, 3]), StringComparison.Ordinal);
        trainer.SaveCheckpoint(checkpoint);
        byte[] bytes = checkpoint.ToArray();
        bytes[8] = CheckpointFile.Version + 1;
        Assert.Contains("of version 2, found version 3, which a later RnnCompiler wrote", Refusal(bytes), StringComparison.Ordinal);
        bytes[8] = 1;
        Assert.Contains("found version 1, which an older RnnCompiler wrote", Refusal(bytes), StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => trainer.LoadCheckpoint(FilePath + "2"));
    }

    [Fact]
    public void Another_network_or_optimizer_is_refused_and_nothing_changes()
    {
        using (LinearTrainer other = new(LinearTrainer.Store(1, 2, 3), new Adam(0.1f), Rows))
            other.SaveCheckpoint(FilePath);
        ParameterStore store = AffineTrainer.Store(1, 2, 3, 4);
        using AffineTrainer trainer = new(store, new Adam(0.5f), Rows);
        CheckpointException error = Assert.Throws<CheckpointException>(() => trainer.LoadCheckpoint(FilePath));
        Assert.Contains("expected a checkpoint of this network, found another one", error.Message, StringComparison.Ordinal);
        Assert.Contains("first.weight", error.Message, StringComparison.Ordinal);

        using (AffineTrainer momentum = new(AffineTrainer.Store(0, 0, 0, 0), new Sgd(1) { Momentum = 0.9 }, Rows))
            momentum.SaveCheckpoint(FilePath);
        error = Assert.Throws<CheckpointException>(() => trainer.LoadCheckpoint(FilePath));
        Assert.Contains("of RnnCompiler.Adam with 2 moments, found RnnCompiler.Sgd with 1", error.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4], AffineTrainer.Read(store));
        Assert.Equal((0L, 0.5f), (trainer.Updates, trainer.Optimizer.LearningRate));
    }

    [Fact]
    public void State_that_a_users_optimizer_or_schedule_cannot_read_changes_nothing()
    {
        ParameterStore store = AffineTrainer.Store(1, 2, 3, 4);
        CountingSchedule schedule = new();
        using AffineTrainer trainer = new(store, new CountingOptimizer(0.1f), Rows, new() { Schedule = schedule });
        Run(trainer, 3);
        trainer.SaveCheckpoint(FilePath);
        Run(trainer, 1);
        float[] before = AffineTrainer.Read(store);
        schedule.Fails = true;
        Assert.Throws<CheckpointException>(() => trainer.LoadCheckpoint(FilePath));
        Assert.Equal(before, AffineTrainer.Read(store));
        Assert.Equal((4L, 4, 4), (trainer.Updates, ((CountingOptimizer)trainer.Optimizer).Calls, schedule.Calls));
        trainer.LoadCheckpoint(FilePath);
        Assert.Equal((3L, 3, 3), (trainer.Updates, ((CountingOptimizer)trainer.Optimizer).Calls, schedule.Calls));
    }

    [Fact]
    public void The_format_is_the_documented_one()
    {
        using AffineTrainer trainer = new(AffineTrainer.Store(1, 2, 3, 4), new Adam(0.1f), Rows);
        trainer.SaveCheckpoint(FilePath);
        byte[] bytes = File.ReadAllBytes(FilePath);
        Assert.Equal("RNNCKPT\n"u8.ToArray(), bytes[..8]);
        Assert.Equal(2, BitConverter.ToInt32(bytes, 8));
        Assert.Equal(bytes.Length - 52, BitConverter.ToInt64(bytes, 12));
        Assert.Equal(SHA256.HashData(bytes.AsSpan(52)), bytes[20..52]);
        trainer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => trainer.SaveCheckpoint(FilePath));
        Assert.Throws<ObjectDisposedException>(() => trainer.LoadCheckpoint(FilePath));
    }

    private static TrainerOptions Options() => new()
    {
        Seed = 3,
        Clipping = GradientClipping.ByNorm(1),
        Schedule = LearningRateSchedule.LinearWarmUp(5, LearningRateSchedule.Cosine(20)),
        LearningRateFactors = { ["second"] = 0.5f },
    };

    private static void Run(AffineTrainer trainer, int updates)
    {
        for (int i = 0; i < updates; i++)
            trainer.Step(s_inputs, s_targets);
    }

    private static Optimizer Optimizer(string name) => name switch
    {
        "sgd" => new Sgd(0.02f),
        "momentum" => new Sgd(0.02f) { Momentum = 0.9, Nesterov = true },
        "rmsprop" => new RmsProp(0.02f),
        "adam" => new Adam(0.02f),
        "adamw" => new AdamW(0.02f),
        _ => new CountingOptimizer(0.02f),
    };

    /// <summary>Optimizer whose rule depends on the number of its own calls, which is in its state.</summary>
    private sealed class CountingOptimizer(float learningRate) : ElementwiseOptimizer(learningRate)
    {
        public int Calls { get; private set; }

        public override int MomentCount => 1;

        public override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> moments, long update, float learningRate)
        {
            Calls++;
            for (int i = 0; i < parameters.Length; i++)
                parameters[i] -= learningRate / Calls * (moments[i] += gradients[i]);
        }

        public override void WriteState(BinaryWriter writer)
        {
            base.WriteState(writer);
            writer.Write(Calls);
        }

        public override void ReadState(BinaryReader reader)
        {
            base.ReadState(reader);
            Calls = reader.ReadInt32();
        }
    }

    private sealed class CountingSchedule : LearningRateSchedule
    {
        public int Calls { get; private set; }

        public bool Fails { get; set; }

        public override double FactorAt(long update)
        {
            Calls++;
            return 1.0 / Calls;
        }

        public override void WriteState(BinaryWriter writer) => writer.Write(Calls);

        public override void ReadState(BinaryReader reader)
        {
            if (Fails)
            {
                Fails = false;
                throw new InvalidDataException("Failed.");
            }

            Calls = reader.ReadInt32();
        }
    }
}
