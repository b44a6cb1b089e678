using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Benchmarks.Workloads;

/// <summary>Creates a trainer of a model; generated models have this as a method, which no interface declares.</summary>
internal delegate Trainer<float, float> TrainerFactory<TModel>(TModel model, Optimizer optimizer, int rows, TrainerOptions options);

/// <summary>A generated model of any class.</summary>
internal abstract class CompiledModel
{
    /// <summary>Computes sequences.</summary>
    public abstract ISequenceModel<float> Sequences { get; }

    /// <summary>Computes steps.</summary>
    public abstract IStreamingModel<float> Streams { get; }

    /// <summary>Canonical names of the parameters.</summary>
    public abstract IEnumerable<string> Names { get; }

    /// <summary>Time steps that a declaration's text names.</summary>
    public static int StepsOf(string declaration) => DeclarationText.Parse(declaration).SequenceLength;

    /// <summary>Reads a parameter in canonical layout.</summary>
    public abstract float[] Read(string name);

    /// <summary>Replaces a parameter.</summary>
    public abstract void Write(string name, float[] values);

    /// <summary>Creates the interpreted model, with a copy of the parameters.</summary>
    public abstract InterpretedModel<float> Interpret();

    /// <summary>Creates a trainer.</summary>
    public abstract Trainer<float, float> CreateTrainer(Optimizer optimizer, int rows, TrainerOptions options);

    /// <summary>Rounds all parameters to bfloat16, to nearest, ties to even.</summary>
    public void Round()
    {
        foreach (string name in Names)
            Write(name, Array.ConvertAll(Read(name), Rounded));
    }

    private static float Rounded(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        bits += 0x7FFF + ((bits >> 16) & 1);
        return BitConverter.UInt32BitsToSingle(bits & 0xFFFF0000);
    }
}

/// <inheritdoc/>
internal sealed class CompiledModel<TModel>(TrainerFactory<TModel>? trainer) : CompiledModel
    where TModel : IRecurrentModel<TModel>, ISequenceModel<float>, IStreamingModel<float>
{
    private readonly TModel _model = TModel.Create(1);

    public override ISequenceModel<float> Sequences => _model;

    public override IStreamingModel<float> Streams => _model;

    public override IEnumerable<string> Names => TModel.Parameters.Select(static parameter => parameter.Name);

    public override float[] Read(string name)
    {
        float[] values = new float[TModel.Parameters.First(parameter => parameter.Name == name).Length];
        _model.ReadParameter(name, values);
        return values;
    }

    public override void Write(string name, float[] values) => _model.WriteParameter(name, values);

    public override InterpretedModel<float> Interpret() => InterpretedModel.CopyOf(_model);

    public override Trainer<float, float> CreateTrainer(Optimizer optimizer, int rows, TrainerOptions options) =>
        trainer?.Invoke(_model, optimizer, rows, options) ?? throw new InvalidOperationException($"{typeof(TModel).Name} is not trained here.");
}
