using RnnCompiler.Benchmarks.Engines;
using RnnCompiler.Benchmarks.Measuring;
using RnnCompiler.Benchmarks.Models;

namespace RnnCompiler.Benchmarks.Steps;

/// <summary>
/// Steps of small models, as audio uses them: as sequences of 1000 steps, one at a time, and in blocks of 64, in turns in one process; and the cycles and
/// instructions of a step if the machine counts them.
/// </summary>
internal static class StepSpeed
{
    private const int SequenceSteps = 1000;
    private const int BlockSteps = 64;
    private const int CountedSteps = 256_000;

    /// <summary>Prefix of the rows' names.</summary>
    public const string Prefix = "steps, ";

    private static readonly (string Name, Func<Model> Create)[] s_models =
    [
        ("LSTM 1→8", Of<StepLstm1To8>),
        ("LSTM 1→16", Of<StepLstm1To16>),
        ("LSTM 1→32", Of<StepLstm1To32>),
        ("GRU 1→16", Of<StepGru1To16>),
        ("GRU 1→32", Of<StepGru1To32>),
        ("LSTM 1→8→8", Of<StepLstm1To8To8>),
        ("LSTM 1→16, fast activations", Of<StepFastLstm1To16>),
        ("LSTM 1→32, fast activations", Of<StepFastLstm1To32>),
        ("GRU 1→16, fast activations", Of<StepFastGru1To16>),
        ("leaky integrator 1→16", Of<StepLeaky1To16>),
        ("minimal gated unit 1→16", Of<StepMinimalGatedUnit1To16>),
        ("peephole LSTM 1→16", Of<StepPeepholeLstm1To16>),
    ];

    /// <summary>The names of all rows.</summary>
    public static IEnumerable<string> Names => s_models.Select(static model => Prefix + model.Name);

    /// <summary>Measures the rows that the options select.</summary>
    public static IReadOnlyList<StepResult> Measure(Options options)
    {
        List<StepResult> results = [];
        foreach ((string name, Func<Model> create) in s_models.Where(model => options.Wants(Prefix + model.Name)))
        {
            results.Add(Measure(name, create()));
            Console.WriteLine(StepTable.Line(results[^1]));
        }

        return results;
    }

    private static StepResult Measure(string name, Model model)
    {
        (Engine Engine, int Steps)[] ways = [(new Sequence(model.Sequences), SequenceSteps), (new Step(model.Streams), 1), (new Block(model.Streams), BlockSteps)];
        Timing[] times = Turns.Measure([.. ways.Select(static way => way.Engine)]);
        StepTiming[] steps = [.. ways.Zip(times, static (way, time) => Count(way.Engine, way.Steps, time))];
        return new StepResult(name, steps[0], steps[1], steps[2]);
    }

    private static StepTiming Count(Engine engine, int steps, Timing time)
    {
        using HardwareCounters counters = new();
        int calls = CountedSteps / steps;
        (long Cycles, long Instructions)? before = counters.Read();
        if (before is not null)
            engine.Run(calls);
        (long Cycles, long Instructions)? after = counters.Read();
        double counted = (double)calls * steps;
        return new StepTiming(time.Best / steps, time.Median / steps, (after?.Cycles - before?.Cycles) / counted, (after?.Instructions - before?.Instructions) / counted);
    }

    private static Model Of<TModel>()
        where TModel : IRecurrentModel<TModel>, ISequenceModel<float>, IStreamingModel<float>
    {
        TModel model = TModel.Create(1);
        return new Model(model, model);
    }

    private static float[] Numbers(int count)
    {
        Random random = new(7);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    private sealed record Model(ISequenceModel<float> Sequences, IStreamingModel<float> Streams);

    private sealed class Sequence(ISequenceModel<float> model) : Engine
    {
        private readonly float[] _input = Numbers(SequenceSteps);
        private readonly float[] _output = new float[SequenceSteps];

        public override void Run(int calls)
        {
            for (int i = 0; i < calls; i++)
                model.Forward(_input, _output, 1);
        }

        public override float[] Result() => _output;
    }

    private sealed class Step(IStreamingModel<float> model) : Engine
    {
        private readonly float[] _input = Numbers(SequenceSteps);
        private readonly float[] _output = new float[1];
        private readonly ModelState _state = model.CreateState();
        private int _next;

        public override void Run(int calls)
        {
            for (int i = 0; i < calls; i++)
            {
                model.Step(_state, _input.AsSpan(_next, 1), _output);
                _next = _next + 1 == SequenceSteps ? 0 : _next + 1;
            }
        }

        public override float[] Result() => _output;
    }

    private sealed class Block(IStreamingModel<float> model) : Engine
    {
        private readonly float[] _input = Numbers(BlockSteps);
        private readonly float[] _output = new float[BlockSteps];
        private readonly ModelState _state = model.CreateState();

        public override void Run(int calls)
        {
            for (int i = 0; i < calls; i++)
                model.Step(_state, _input, _output, BlockSteps);
        }

        public override float[] Result() => _output;
    }
}
