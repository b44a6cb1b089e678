using System.Globalization;
using RnnCompiler.Benchmarks.BuildTime;
using RnnCompiler.Benchmarks.StartUp;

namespace RnnCompiler.Benchmarks.RunTime;

/// <summary>From before a Debug program is started to its first output, with the packages as a user has them.</summary>
internal static class FirstOutput
{
    /// <summary>As the filter of the command line knows it.</summary>
    public const string Name = "first output, Debug, LSTM 1→16 T100";

    private const int Starts = 12;

    private const string Program = """
        using Microsoft.Win32.SafeHandles;
        float[] state = new float[StartUpModel.OutputSize];
        if (args is not ["empty"])
        {
            float[] input = new float[StartUpModel.SequenceLength];
            for (int i = 0; i < input.Length; i++)
                input[i] = 1f / (i + 1);
            StartUpModel.Create(1).Forward(input, state);
        }

        using FileStream output = new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        output.Write(BitConverter.GetBytes(state[0]));

        [RnnCompiler.RnnModel(InputSize = 1, SequenceLength = 100), RnnCompiler.Lstm(16), RnnCompiler.LastStep]
        internal sealed partial class StartUpModel;
        """;

    /// <summary>Builds the program in Debug, starts it some times, and returns the line of the result.</summary>
    public static string Measure()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("rnn-first-output");
        try
        {
            (string feed, string version) = LocalFeed.Pack(folder.FullName);
            BuildConsumer consumer = new(Path.Combine(folder.FullName, "App"), feed, version, "Debug", "", Program);
            consumer.BuildClean();
            string file = Path.Combine(folder.FullName, "App", "bin", "Debug", "net10.0", OperatingSystem.IsWindows() ? "App.exe" : "App");
            double[] model = [.. Enumerable.Range(0, Starts).Select(_ => ChildProcess.TimePrediction(file).Milliseconds).Order()];
            double[] empty = [.. Enumerable.Range(0, Starts).Select(_ => ChildProcess.TimePrediction(file, "empty").Milliseconds).Order()];
            return string.Create(CultureInfo.InvariantCulture, $"{Name}: best {model[0]:F0} ms, median {model[Starts / 2]:F0} ms; an empty program {empty[0]:F0} ms.\n");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
