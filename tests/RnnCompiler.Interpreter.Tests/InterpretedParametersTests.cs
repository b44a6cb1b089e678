using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.CompilerServices;
using RnnCompiler.Networks;

namespace RnnCompiler.Interpreter.Tests;

/// <summary>Tests of parameters: the same draw as that of generated models, read and written in canonical layout.</summary>
public sealed class InterpretedParametersTests
{
    [Theory]
    [MemberData(nameof(Declarations.All), MemberType = typeof(Declarations))]
    public void A_seed_draws_what_packed_models_draw(string text)
    {
        ParameterStore packed = PackedParameters(text);
        packed.Initialize(42);
        InterpretedModel<float> single = Declarations.Single(text, 42);
        InterpretedModel<double> precise = Declarations.Double(text, 42);
        Assert.Equal(packed.Layout.Parameters.Select(static p => p.ToString()), single.Parameters.Select(static p => p.ToString()));
        foreach (ModelParameter parameter in single.Parameters)
        {
            float[] expected = new float[parameter.Length];
            float[] found = new float[parameter.Length];
            double[] oracle = new double[parameter.Length];
            packed.Read(parameter.Name, expected);
            single.ReadParameter(parameter.Name, found);
            precise.ReadParameter(parameter.Name, oracle);
            Assert.Equal(expected, found);
            Assert.Equal(expected.Select(static v => (double)v), oracle);
        }
    }

    [Fact]
    public void A_copy_has_the_parameters_of_its_model()
    {
        PackedLstm model = PackedLstm.Create(7);
        model.WriteParameter("dense.bias", [3, 4]);
        foreach (ModelParameter parameter in PackedLstm.Parameters)
        {
            float[] expected = new float[parameter.Length];
            float[] found = new float[parameter.Length];
            double[] precise = new double[parameter.Length];
            model.ReadParameter(parameter.Name, expected);
            InterpretedModel.CopyOf(model).ReadParameter(parameter.Name, found);
            InterpretedModel.CopyOfDouble(model).ReadParameter(parameter.Name, precise);
            Assert.Equal(expected, found);
            Assert.Equal(expected.Select(static v => (double)v), precise);
        }
    }

    [Fact]
    public void A_counterpart_is_made_from_type_and_seed()
    {
        InterpretedModel<float> made = InterpretedModel.Create<PackedLstm>(seed: 7);
        Assert.Equal(new Example<float>(Declarations.Single(Declarations.Lstm, 7), 1).Forward(0, 1), new Example<float>(made, 1).Forward(0, 1));
        InterpretedModel<double> precise = InterpretedModel.CreateDouble<PackedLstm>(seed: 7);
        Assert.Equal(new Example<double>(Declarations.Double(Declarations.Lstm, 7), 1).Forward(0, 1), new Example<double>(precise, 1).Forward(0, 1));
        Assert.Equal("Lstm", ModelSummary.Of<PackedLstm>().Declaration.Name);
    }

    [Fact]
    public void A_counterpart_is_made_from_a_file()
    {
        string path = Path.GetTempFileName();
        PackedLstm.Create(7).Save(path);
        float[] expected = new Example<float>(InterpretedModel.Create<PackedLstm>(seed: 7), 1).Forward(0, 1);
        Assert.Equal(expected, new Example<float>(InterpretedModel.Load<PackedLstm>(path), 1).Forward(0, 1));
        Assert.Equal(
            new Example<double>(InterpretedModel.CreateDouble<PackedLstm>(seed: 7), 1).Forward(0, 1),
            new Example<double>(InterpretedModel.LoadDouble<PackedLstm>(path), 1).Forward(0, 1));
        File.Delete(path);
    }

    [Fact]
    public void The_next_call_sees_what_was_written()
    {
        InterpretedModel<float> model = Declarations.Single(Declarations.Lstm);
        model.WriteParameter("dense.weight", new float[10]);
        model.WriteParameter("dense.bias", [1, 2]);
        float[] output = new float[2];
        model.Forward(new float[18], output);
        Assert.Equal([1f, 2f], output);
        model.WriteParameter("dense.bias", [3, 4]);
        model.Step(model.CreateState(), new float[3], output);
        Assert.Equal([3f, 4f], output);
        model.Forward(new float[18], output);
        Assert.Equal([3f, 4f], output);
    }

    [Fact]
    public void Sizes_are_those_declared()
    {
        InterpretedModel<float> model = Declarations.Single(Declarations.Tokens);
        Assert.Equal((1, 7, 6, 6), (model.InputSize, model.OutputSize, model.SequenceLength, model.OutputSteps));
        Assert.Equal(model.Parameters.Sum(static p => p.Length), model.ParameterCount);
        Assert.Equal((3, 2, 1),
            (Declarations.Single(Declarations.Lstm).InputSize, Declarations.Single(Declarations.Lstm).OutputSize, Declarations.Single(Declarations.Lstm).OutputSteps));
    }

    [Fact]
    public void Wrong_names_and_lengths_change_nothing()
    {
        InterpretedModel<float> model = Declarations.Single(Declarations.Lstm);
        float[] values = [7, 7, 7];
        Assert.Contains("lstm.weight_ih_l0", Assert.Throws<ArgumentException>("name", () => model.ReadParameter("bias", values)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("name", () => model.ReadParameter(null!, values));
        Assert.Throws<ArgumentException>("destination", () => model.ReadParameter("dense.bias", values));
        Assert.Throws<ArgumentException>("source", () => model.WriteParameter("dense.bias", values));
        Assert.Equal([7f, 7f, 7f], values);
        Assert.Throws<ArgumentNullException>("declaration", () => InterpretedModel.FromDeclaration((ModelDeclaration)null!, 1));
        Assert.Throws<InvalidDeclarationException>(() => InterpretedModel.FromDeclaration(DeclarationText.Parse("model name=\"M\" inputs=1 steps=1\n"), 1));
    }

    [Fact]
    public void A_compiled_model_and_its_method_have_one_declaration()
    {
        NetworkBuilder builder = new(6) { Name = "Lstm" };
        string recorded = builder.Build(Layers.Dense(Layers.Last(Layers.Lstm(builder.Sequence(3, "x"), 5)), 2)).Text;
        Assert.Equal(recorded, NetworkDeclaration.Of<PackedLstm>().Text);
    }

    private static ParameterStore PackedParameters(string text)
    {
        ModelPlan plan = Scheduler.Plan(CompilerPipeline.Compile(DeclarationText.Parse(text)));
        return new ParameterStore(new ModelLayout(
            text,
            [
                .. plan.Parameters.Select(static p => new ParameterLayout(
                    p.Tensor.Name,
                    [.. p.Tensor.Shape],
                    p.Offset,
                    (ParameterInitialization)(int)p.Tensor.Initialization,
                    p.Tensor.Bound,
                    [.. p.Slices.Select(static s => new PackedSlice(s.RowStart, s.Rows, s.Columns, s.Offset, s.BlockStride, s.LaneStride, s.ColumnStride))])),
            ],
            plan.ParameterStorage));
    }

    /// <summary>Parameters and metadata of a compiled model, packed as a generated model packs them.</summary>
    private sealed class PackedLstm : IRecurrentModel<PackedLstm>
    {
        private readonly ParameterStore _parameters = PackedParameters(Declarations.Lstm);

        public static string Declaration => Declarations.Lstm;

        public static IReadOnlyList<ModelParameter> Parameters { get; } = PackedParameters(Declarations.Lstm).Layout.Parameters;

        public static IReadOnlyList<ModelParameter> States => [];

        public void Dispose()
        {
        }

        public static PackedLstm Create(ulong seed)
        {
            PackedLstm model = new();
            model._parameters.Initialize(seed);
            return model;
        }

        public static PackedLstm Load(string path) => Load(path, null);

        public static PackedLstm Load(string path, LoadOptions? options)
        {
            PackedLstm model = new();
            model.LoadParameters(path, options);
            return model;
        }

        public static PackedLstm Load(Stream stream, LoadOptions? options = null)
        {
            PackedLstm model = new();
            model.LoadParameters(stream, options);
            return model;
        }

        public static PackedLstm Load(ReadOnlySpan<byte> data, LoadOptions? options = null)
        {
            PackedLstm model = new();
            model.LoadParameters(data, options);
            return model;
        }

        public void LoadParameters(string path, LoadOptions? options = null) => _parameters.Load(path, options);

        public void LoadParameters(Stream stream, LoadOptions? options = null) => _parameters.Load(stream, options);

        public void LoadParameters(ReadOnlySpan<byte> data, LoadOptions? options = null) => _parameters.Load(data, options);

        public void CopyParametersFrom(PackedLstm other) => _parameters.CopyFrom(other._parameters);

        public void ReadParameter(string name, Span<float> destination) => _parameters.Read(name, destination);

        public void WriteParameter(string name, ReadOnlySpan<float> source) => _parameters.Write(name, source);

        public void Save(string path) => _parameters.Save(path);

        public void Save(Stream stream) => _parameters.Save(stream);
    }
}
