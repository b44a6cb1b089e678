using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.ModelZoo;

namespace RnnCompiler.ZooRunner;

/// <summary>What the suite knows of a zoo model besides its class, and random rows for it.</summary>
public sealed class ZooData
{
    private static readonly Dictionary<string, ZooData> s_all = new(StringComparer.Ordinal);

    private ZooData(ZooModel model)
    {
        Model = model;
        Declaration = DeclarationText.Parse(model.Declaration);
        Module = CompilerPipeline.Compile(Declaration);
    }

    /// <summary>The model.</summary>
    public ZooModel Model { get; }

    /// <summary>Its declaration.</summary>
    public ModelDeclaration Declaration { get; }

    /// <summary>Its functions, optimised and differentiated.</summary>
    public Module Module { get; }

    /// <summary>Floats of a row's output.</summary>
    public int OutputLength => Module.OutputSteps * Module.OutputSize;

    /// <summary>Floats of a row's input; 0 for token models.</summary>
    public int InputLength => Declaration.SequenceLength * Declaration.InputSize;

    /// <summary>Floats of a row's states.</summary>
    public int StateLength => Module.States.Sum(static s => s.Type.Rows);

    /// <summary>Random states of rows, in (−1, 1); counts of running means are 1 to 3.</summary>
    public float[] States(int rows, int seed)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable.Range(0, rows).SelectMany(_ => Module.States.SelectMany(s => Enumerable.Range(0, s.Type.Rows)
                .Select(_ => s.Type.IsScalar ? random.Next(1, 4) : (random.NextSingle() * 2) - 1))),
        ];
    }

    /// <summary>The data of a model, made once.</summary>
    public static ZooData Of(ZooModel model)
    {
        lock (s_all)
        {
            if (!s_all.TryGetValue(model.Name, out ZooData? data))
                s_all[model.Name] = data = new ZooData(model);
            return data;
        }
    }

    /// <summary>Random rows: inputs in (−1, 1), targets in (0, 1), any ids.</summary>
    public ZooBatch Batch(int rows, int seed)
    {
        Random random = new(seed);
        float[] inputs = [.. Enumerable.Range(0, rows * InputLength).Select(_ => (random.NextSingle() * 2) - 1)];
        int vocabulary = Declaration.Vocabulary;
        int[] tokens = vocabulary == 0 ? [] : [.. Enumerable.Range(0, rows * Declaration.SequenceLength).Select(_ => random.Next(vocabulary))];
        float[] targets = Declaration.HasClassTargets ? [] : [.. Enumerable.Range(0, rows * OutputLength).Select(_ => random.NextSingle())];
        int[] classes = Declaration.HasClassTargets ? [.. Enumerable.Range(0, rows * Module.OutputSteps).Select(_ => random.Next(Module.OutputSize))] : [];
        return new ZooBatch(rows, inputs, tokens, targets, classes);
    }

    /// <summary>Random rows of random lengths, some of them 0, 1 or full; behind the end of a row is NaN, or an id that does not exist.</summary>
    public ZooBatch Ragged(int rows, int seed)
    {
        Random random = new(seed);
        int steps = Declaration.SequenceLength;
        int[] lengths = [.. Enumerable.Range(0, rows).Select(r => (r % 7) switch { 2 => 0, 3 => 1, 5 => steps, _ => random.Next(steps + 1) })];
        ZooBatch batch = Batch(rows, seed) with { Lengths = lengths };
        for (int row = 0; row < rows; row++)
        {
            int outputs = Module.OutputsEachStep ? lengths[row] : Math.Min(1, lengths[row]);
            Fill(batch.Inputs, InputLength, lengths[row] * Declaration.InputSize, float.NaN);
            Fill(batch.Tokens, steps, lengths[row], -1);
            Fill(batch.Targets, OutputLength, outputs * Module.OutputSize, float.NaN);
            Fill(batch.Classes, Module.OutputSteps, outputs, -2);

            void Fill<T>(T[] values, int length, int valid, T value)
            {
                if (values.Length > 0)
                    values.AsSpan((row * length) + valid, length - valid).Fill(value);
            }
        }

        return batch;
    }

    /// <summary>One row of a batch.</summary>
    public ZooBatch Row(ZooBatch batch, int row)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return new ZooBatch(
            1,
            Part(batch.Inputs, InputLength),
            Part(batch.Tokens, Declaration.SequenceLength),
            Part(batch.Targets, OutputLength),
            Part(batch.Classes, Module.OutputSteps))
        {
            Lengths = Part(batch.Lengths, 1),
            States = Part(batch.States, StateLength),
        };

        T[] Part<T>(T[] values, int length) => values.Length == 0 ? [] : values[(row * length)..((row + 1) * length)];
    }
}
