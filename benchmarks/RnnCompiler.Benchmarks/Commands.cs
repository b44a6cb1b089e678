using RnnCompiler.Benchmarks.BuildTime;
using RnnCompiler.Benchmarks.Engines;
using RnnCompiler.Benchmarks.Engines.Torch;
using RnnCompiler.Benchmarks.Full;
using RnnCompiler.Benchmarks.GeneratorTime;
using RnnCompiler.Benchmarks.Measuring;
using RnnCompiler.Benchmarks.Networks;
using RnnCompiler.Benchmarks.Results;
using RnnCompiler.Benchmarks.RowLengths;
using RnnCompiler.Benchmarks.RunTime;
using RnnCompiler.Benchmarks.StartUp;
using RnnCompiler.Benchmarks.Steps;
using RnnCompiler.Benchmarks.Streams;
using RnnCompiler.Benchmarks.Threads;
using RnnCompiler.Benchmarks.Weights;
using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks;

/// <summary>Commands of the program.</summary>
internal static class Commands
{
    private const int ShortStarts = 12;
    private const int FullStarts = 40;

    /// <summary>Runs the command of the command line.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        Options options;
        try
        {
            options = Options.Parse(arguments);
        }
        catch (ArgumentException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }

        switch (options.Mode)
        {
            case Mode.List:
                List();
                break;
            case Mode.Build:
                Write(BuildTiming.Measure(), "build.md", options);
                break;
            case Mode.Debug:
                Write(RunTimeSpeed.Measure(options), "debug.md", options);
                break;
            case Mode.Lengths:
                Write(RowLengthSpeed.Measure(), "lengths.md", options);
                break;
            case Mode.Networks:
                Write(NetworkSpeed.Measure(), "networks.md", options);
                break;
            case Mode.Streams:
                Write(StreamSpeed.Measure(), "streams.md", options);
                break;
            case Mode.Threads:
                Write(ThreadSpeed.Measure(options), $"threads-{Environment.ProcessorCount}.md", options);
                break;
            case Mode.Weights:
                Write(WeightSpeed.Measure(), "weights.md", options);
                break;
            case Mode.Readme:
                Readme.Write(RunResult.Read(options.Output ?? Path.Combine(Repository.Results, "short.json")));
                break;
            case Mode.Short or Mode.Full:
                Measure(options);
                break;
            default:
                Console.WriteLine(Options.Help);
                break;
        }

        return 0;
    }

    private static void List()
    {
        Console.WriteLine($"{EngineTable.Torch}: {TorchLibrary.Failure ?? "loads"}");
        foreach (Workload workload in WorkloadTable.All)
            Console.WriteLine(workload.Name);
        foreach (string steps in StepSpeed.Names)
            Console.WriteLine(steps);
        Console.WriteLine(StartUpTiming.Name);
        Console.WriteLine(GeneratorTiming.Name);
    }

    private static void Measure(Options options)
    {
        bool full = options.Mode == Mode.Full;
        Dictionary<string, string> missing = [];
        if (TorchLibrary.Failure is { } failure)
            missing[EngineTable.Torch] = failure;
        Machine machine = Machine.Measure();
        Console.WriteLine(machine.Describe());
        foreach ((string peer, string reason) in missing)
            Console.WriteLine($"{peer} does not take part: {reason}");

        Workload[] workloads = [.. WorkloadTable.All.Where(workload => options.Wants(workload.Name))];
        List<RowResult> rows = [];
        foreach (Workload workload in full ? [] : workloads)
        {
            rows.Add(ShortRun.Measure(workload));
            Console.WriteLine(Tables.Line(rows[^1]));
        }

        if (full)
            rows.AddRange(FullRun.Measure(workloads));
        RunResult run = new(
            full ? "full" : "short",
            DateOnly.FromDateTime(DateTime.UtcNow),
            machine,
            missing,
            rows,
            options.Wants(StartUpTiming.Name) ? StartUpTiming.Measure(full ? FullStarts : ShortStarts) : [],
            options.Wants(GeneratorTiming.Name) ? GeneratorTiming.Measure(full ? 5 : 3) : [],
            full ? [] : StepSpeed.Measure(options));
        Console.WriteLine();
        Console.WriteLine(Tables.All(run));
        if (options.Output is not null || options.Only is null)
            Write(run, options.Output ?? Repository.Results);
    }

    private static void Write(string table, string name, Options options)
    {
        Console.WriteLine(table);
        if (options.Only is not null && options.Output is null)
            return;
        string file = Path.Combine(options.Output ?? Repository.Results, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $"{Machine.Measure().Describe()}\n\n{table}");
        Console.WriteLine($"Written: {file}");
    }

    private static void Write(RunResult run, string folder)
    {
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, run.Mode);
        run.Write(file + ".json");
        File.WriteAllText(file + ".md", Tables.All(run));
        File.WriteAllBytes(file + ".png", Chart.Draw(run));
        Console.WriteLine($"Written: {file}.json, .md, .png");
    }
}
