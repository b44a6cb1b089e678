using RnnCompiler.Benchmarks.Engines;
using RnnCompiler.Benchmarks.Engines.Onnx;
using RnnCompiler.Benchmarks.Engines.Torch;
using RnnCompiler.Benchmarks.Measuring;
using RnnCompiler.Benchmarks.Models;
using RnnCompiler.Benchmarks.Results;
using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.StartUp;

/// <summary>Time from the start of a process to its first prediction, LSTM 1→16 over 100 steps; programs are started in turns.</summary>
internal static class StartUpTiming
{
    /// <summary>Of the workload in the command line's filter.</summary>
    public const string Name = "start-up, LSTM 1→16 T100";

    /// <summary>Publishes the program for the JIT and by NativeAOT, and times it beside peers.</summary>
    /// <param name="starts">Of each program.</param>
    public static IReadOnlyList<StartUpResult> Measure(int starts)
    {
        float[] expected = new float[Lstm1To16Short.OutputSize];
        Lstm1To16Short.Create(1).Forward(StartUpPeer.Input, expected);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("start-up");
        try
        {
            List<Contestant> contestants = [.. Programs(folder.FullName), .. Peers(folder.FullName)];
            List<double>[] times = [.. contestants.Select(static _ => new List<double>())];
            for (int round = 0; round < starts; round++)
            {
                for (int i = 0; i < contestants.Count; i++)
                {
                    Contestant contestant = contestants[i];
                    (double milliseconds, float prediction) = ChildProcess.TimePrediction(contestant.File, contestant.Arguments);
                    if (!(Math.Abs(prediction - (contestant.Predicts ? expected[0] : 0)) <= Agreement.Tolerance))
                        throw new InvalidOperationException($"{contestant.Name} predicts {prediction} instead of {expected[0]}.");
                    times[i].Add(milliseconds);
                }
            }

            return [.. contestants.Zip(times, static (contestant, of) => new StartUpResult(contestant.Name, of.Min(), of.Order().ElementAt(of.Count / 2)))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<Contestant> Programs(string folder)
    {
        foreach ((string name, bool native) in new[] { ("JIT", false), ("NativeAOT", true) })
        {
            string output = Path.Combine(folder, name);
            string project = Path.Combine(Repository.Root, "benchmarks", "RnnCompiler.StartUp");
            (int exitCode, string log) = ChildProcess.Run(
                "dotnet", ["publish", project, "-c", "Release", "--use-current-runtime", native ? "-p:Native=true" : "--no-self-contained", "-o", output, "-nodeReuse:false"]);
            if (exitCode != 0)
            {
                Console.Error.WriteLine($"RnnCompiler.StartUp could not be published for {name}:\n{log}");
                continue;
            }

            string file = Path.Combine(output, OperatingSystem.IsWindows() ? "RnnCompiler.StartUp.exe" : "RnnCompiler.StartUp");
            yield return new Contestant($"{EngineTable.Generated}, {name}", file, [], true);
            yield return new Contestant($"empty program, {name}", file, ["empty"], false);
        }
    }

    private static IEnumerable<Contestant> Peers(string folder)
    {
        Workload workload = WorkloadTable.StartUp;
        string onnx = Path.Combine(folder, "model.onnx");
        File.WriteAllBytes(onnx, OnnxGraph.Write(workload, workload.Model()));
        yield return Peer(EngineTable.Onnx, onnx);
        if (TorchLibrary.Failure is null)
        {
            string torch = Path.Combine(folder, "model.dat");
            TorchNetwork.Save(workload, torch);
            yield return Peer(EngineTable.Torch, torch);
        }

        yield return Peer(EngineTable.Interpreted, "");
    }

    private static Contestant Peer(string engine, string model) => new($"{engine}, JIT", Environment.ProcessPath!, ["child", "start-up", engine, model], true);

    private sealed record Contestant(string Name, string File, string[] Arguments, bool Predicts);
}
