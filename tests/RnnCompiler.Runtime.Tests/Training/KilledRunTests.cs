using System.Diagnostics;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>A run of Fit in a process of its own, which is killed at random moments.</summary>
public sealed class KilledRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rnncompiler").FullName;

    private string FilePath => Path.Combine(_folder, "run.ckpt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_killed_process_leaves_a_whole_checkpoint_and_resumes_to_the_same_bits() => KillAndResume(kills: 5, seed: 1);

    [Fact]
    [Trait("Category", "Long")]
    public void A_process_that_is_killed_200_times_leaves_whole_checkpoints_and_resumes_to_the_same_bits() => KillAndResume(kills: 200, seed: 2);

    private void KillAndResume(int kills, int seed)
    {
        ParameterStore expected = AffineTrainer.Store(1, 2, 3, 4);
        KilledRun.Fit(expected, path: null, progress: null);
        Random random = new(seed);
        int killed = 0;
        bool hasEnded = false;
        while (killed < kills || !hasEnded)
        {
            using Process process = Start();
            Assert.Equal("training", process.StandardOutput.ReadLine());
            hasEnded = killed >= kills || process.WaitForExit(random.Next(60));
            if (hasEnded)
            {
                // A run that was not killed in time is compared, and another one starts.
                Assert.Equal(KilledRun.Bits(expected), process.StandardOutput.ReadLine());
                process.WaitForExit();
                File.Delete(FilePath);
                continue;
            }

            process.Kill();
            process.WaitForExit();
            killed++;
            if (!File.Exists(FilePath))
                continue;
            using AffineTrainer trainer = new(AffineTrainer.Store(1, 2, 3, 4), new Adam(0.3f), 4);
            trainer.LoadCheckpoint(FilePath);
        }
    }

    private Process Start()
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return Process.Start(new ProcessStartInfo(host, [typeof(KilledRunTests).Assembly.Location, FilePath]) { RedirectStandardOutput = true })!;
    }
}

/// <summary>The program that is killed: it runs or resumes Fit, writes a line when it begins to train, and the bits of the final weights when it ends.</summary>
internal static class KilledRun
{
    private const int Epochs = 40;
    private const int Rows = 22;

    /// <summary>Runs or resumes Fit.</summary>
    /// <param name="args">The path of the checkpoint.</param>
    public static void Main(string[] args)
    {
        ParameterStore store = AffineTrainer.Store(1, 2, 3, 4);
        bool isFirst = true;
        void Begin()
        {
            if (isFirst)
                Console.WriteLine("training");
            isFirst = false;
        }

        // A run that was killed after its last checkpoint has nothing left to train.
        Fit(store, args[0], new Reports(_ => Begin()));
        Begin();
        Console.WriteLine(Bits(store));
    }

    public static void Fit(ParameterStore store, string? path, IProgress<FitProgress>? progress)
    {
        using AffineTrainer trainer = new(store, new Adam(0.3f), 4, rate: 0.3);
        (TrainingData train, TrainingData validation) = TrainingData.From(AffineRows.Inputs(Rows), AffineRows.Targets(Rows)).Split(0.8);
        trainer.Fit(train, new FitOptions
        {
            Epochs = Epochs,
            Validation = validation,
            ShuffleSeed = 3,
            CheckpointPath = path,
            CheckpointEvery = path is null ? null : 2,
            Resume = path is not null,
            Progress = progress,
        });
    }

    public static string Bits(ParameterStore store) => string.Join(' ', AffineTrainer.Read(store).Select(BitConverter.SingleToInt32Bits));
}
