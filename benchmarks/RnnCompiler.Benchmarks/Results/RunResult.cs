using System.Text.Json;
using System.Text.Json.Serialization;
using RnnCompiler.Benchmarks.Engines;
using RnnCompiler.Benchmarks.Measuring;
using RnnCompiler.Benchmarks.Steps;
using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.Results;

/// <summary>Results of a run, as in its file.</summary>
/// <param name="Mode"><c>short</c> or <c>full</c>.</param>
/// <param name="Date">The day.</param>
/// <param name="Machine">Where.</param>
/// <param name="MissingPeers">Peers that did not take part, and the reasons.</param>
/// <param name="Rows">The workloads beside peers.</param>
/// <param name="StartUps">Programs from their start to the first prediction.</param>
/// <param name="Generator">Time of the generator itself.</param>
/// <param name="Steps">Steps of small models; null in a file that has none.</param>
internal sealed record RunResult(
    string Mode,
    DateOnly Date,
    Machine Machine,
    IReadOnlyDictionary<string, string> MissingPeers,
    IReadOnlyList<RowResult> Rows,
    IReadOnlyList<StartUpResult> StartUps,
    IReadOnlyList<GeneratorResult> Generator,
    IReadOnlyList<StepResult>? Steps = null)
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Reads a file of results.</summary>
    /// <exception cref="InvalidDataException">The file is not a file of results.</exception>
    public static RunResult Read(string file) =>
        JsonSerializer.Deserialize<RunResult>(File.ReadAllText(file), s_options) ?? throw new InvalidDataException($"{file} contains no results.");

    /// <summary>Writes a file of results.</summary>
    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, s_options).ReplaceLineEndings("\n") + "\n");
}

/// <summary>A workload.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Kind">Kind of one call.</param>
/// <param name="StepsPerCall">Time steps of a call, of one row.</param>
/// <param name="LargestDifference">Of outputs or loss, between the generated code and any peer.</param>
/// <param name="RooflineNanoseconds">The roofline bound of a call on this machine; null if there is none.</param>
/// <param name="Engines">Time of a call, by engine.</param>
internal sealed record RowResult(
    string Workload, WorkloadKind Kind, int StepsPerCall, double LargestDifference, double? RooflineNanoseconds, IReadOnlyDictionary<string, Timing> Engines)
{
    /// <summary>Whether the generated code is compared with itself, in another setting.</summary>
    [JsonIgnore]
    public bool IsOwn => Engines.Keys.Any(static engine => engine != EngineTable.Generated && !EngineTable.Peers.Contains(engine));

    /// <summary>How many times as fast as another engine the generated code is; null if that one did not take part.</summary>
    public double? Ratio(string engine, string than) => Engines.TryGetValue(engine, out Timing? other) && Engines.TryGetValue(than, out Timing? own)
        ? other.Best / own.Best
        : null;
}

/// <summary>Milliseconds from before the start of a process to its first prediction.</summary>
/// <param name="Program">Which program, and how it is compiled.</param>
/// <param name="Best">Of all starts.</param>
/// <param name="Median">Of all starts.</param>
internal sealed record StartUpResult(string Program, double Best, double Median);

/// <summary>Time that the generator takes.</summary>
/// <param name="Case">What happened.</param>
/// <param name="Milliseconds">The best run.</param>
/// <param name="Remark">What was checked.</param>
internal sealed record GeneratorResult(string Case, double Milliseconds, string Remark);
