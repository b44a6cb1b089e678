using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Interpreter.Kernels;

namespace RnnCompiler.Interpreter.Tests.Kernels;

/// <summary>
/// Lowered programs of every target against the equations in double precision: sequences, streams, losses and gradients, with several work items, any unrolling and
/// weights in reduced precision. Memory is poisoned and no longer than the plan says, so that a buffer that is shared too early, or read beyond its end, shows.
/// </summary>
public sealed class LoweredModelTests
{
    private const int Rows = 5, Steps = 7;

    private static readonly Dictionary<string, string> s_models = new()
    {
        ["lstm"] = "lstm units=5\nlaststep\ndense units=2 name=\"head\"\n",
        ["both directions"] = "gru units=20 bidirectional=true\nrnn units=3\n",
        ["both directions, averaged"] = "lstm units=6 bidirectional=true merge=Average\ndense units=2\n",
        ["levels"] = "gru units=4 layers=3\nmeanovertime\ndense units=17 activation=Tanh\ndense units=2\n",
        ["greatest over time"] = "rnn units=17 activation=Relu\nmaxovertime\ndense units=3\n",
        ["reset before"] = "gru units=18 resetAfter=false\nlaststep\n",
        ["dense first"] = "dense units=9 activation=Tanh name=\"first\"\nlstm units=3 bias=false\ndense units=2\n",
        ["zoneout"] = "lstm units=5 zoneout=0.25\ndense units=1\n",
        ["residual"] = "lstm units=5\ndense units=3 name=\"head\"\nadd from=\"input head\"\n",
        ["concat and slice"] = "gru units=18\nconcat from=\"input gru\"\nslice start=2 length=17\nrnn units=4\ndense units=2\n",
        ["vector repeated over time"] = "gru units=5\nmeanovertime\nmultiply from=\"gru meanovertime\"\nrnn units=6\nsubtract from=\"rnn\" left=1\n",
        ["one head used twice"] = "lstm units=17\ndense units=4 activation=Sigmoid\ngru units=4\nmax from=\"dense gru\"\nlaststep\nmaxovertime from=\"dense\"\n"
            + "divide right=3\nmin from=\"laststep divide\"\n",
        ["ends and mean"] = "gru units=5 bidirectional=true\nbothends\nmeanovertime from=\"gru\"\nconcat from=\"bothends meanovertime\"\ntanh\ndense units=3\nsquare\n",
        ["parallel"] = "lstm units=6\ngru units=6 from=\"input\"\nrnn units=6 from=\"input\"\nadd from=\"lstm gru\"\nmultiply from=\"add rnn\"\nabs\n"
            + "add from=\"abs\" right=1 name=\"more\"\nlog\ndense units=2\n",
        ["convolutions"] = "conv channels=18 kernel=3 activation=Tanh\ngru units=4\nconv channels=2 kernel=2 dilation=2 bias=false\n",
        ["convolution of a head"] = "lstm units=5\ndense units=3 activation=Relu\nconv channels=4 kernel=4 dilation=3\nlaststep\n",
        ["delays"] = "delay steps=2\nconcat from=\"input delay\"\ngru units=5\ndelay steps=1\nadd from=\"gru delay_1\"\n",
        ["normalised"] = "lstm units=19\nlayernorm\ndense units=3\nlaststep\nlayernorm\n",
        ["batch normalisation"] = "batchnorm\nlstm units=19\nmeanovertime\nbatchnorm\ndense units=2\n",
        ["reductions"] = "gru units=18\nsumovertime\nmean\nmaximum from=\"sumovertime\"\nsum from=\"sumovertime\"\nconcat from=\"mean maximum sum\"\ndense units=2\n",
        ["shared weights"] = "dense units=4 name=\"d\"\ngru units=5\nconcat from=\"gru d\"\nslice start=1 length=5\ngru units=5 name=\"g\"\n"
            + "gru units=5 from=\"gru\" shares=\"g\"\nadd from=\"g gru_1\"\n",
        ["state of another layer"] = "lstm units=5\nlstm units=5 from=\"input\" initial=\"lstm\"\ndense units=2\n",
        ["reversed"] = "reverse\ngru units=5\nreverse\nadd from=\"gru reverse_1\"\ndense units=2\n",
        ["attention"] = "gru units=18\nattention from=\"gru gru gru\"\nconcat from=\"gru attention\"\ndense units=2\n",
        ["attention over the input"] = "gru units=3\ndense units=19 from=\"gru\" name=\"values\"\nattention from=\"gru input values\"\n",
        ["attention of a vector"] = "gru units=18\nlaststep\nattention from=\"laststep gru gru\"\nconcat from=\"laststep attention\"\ndense units=2\n",
        ["attentions"] = "lstm units=6\nreverse\nattention from=\"lstm reverse lstm\"\nattention from=\"attention lstm reverse\"\nmeanovertime\n"
            + "attention from=\"meanovertime lstm attention\"\ndense units=2\n",
        ["repeated"] = "gru units=5\nlaststep\nrepeat\nrnn units=4\n",
        ["weights beyond the L1 cache"] = "lstm units=70\nlaststep\n",
    };

    public static TheoryData<string> Names => [.. s_models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_lowered_program_means_its_equations(string name)
    {
        CheckFloat(name, unroll: "", parts: 1, Target.All);
        CheckFloat(name, unroll: " unroll=Full", parts: 2, [Target.Lanes8]);
        CheckFloat(name, unroll: " unrollfactor=2", parts: 3, [Target.Lanes16]);
        CheckFloat(name, unroll: " unrollfactor=3", parts: 1, [Target.Lanes8]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_lowered_program_with_reduced_weights_means_the_equations_with_rounded_matrices(string name)
    {
        CheckReduced(name, WeightFormat.BFloat16);
        CheckReduced(name, WeightFormat.Int8);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_lowered_program_with_integer_products_means_the_equations_with_rounded_matrices_and_vectors(string name)
    {
        ModelDeclaration declaration = Declare(name, "") with { Weights = WeightFormat.Int8, IntegerProducts = true };
        Module module = CompilerPipeline.Compile(declaration);
        ModelPlan plan = Scheduler.Plan(module);
        Draw draw = new(module);
        InterpretedModel<double> model = draw.Model(declaration, static (_, w) => w);
        double[] output = new double[Rows * module.OutputSteps * module.OutputSize];
        model.Forward(Doubles(draw.Input), output, Rows);
        double[] unrounded = new double[output.Length];
        draw.Model(declaration with { Weights = WeightFormat.Float32 }, static (_, w) => w).Forward(Doubles(draw.Input), unrounded, Rows);
        Assert.InRange(output.Zip(unrounded).Max(static p => Math.Abs(p.First - p.Second)), 1e-4, 0.1);
        CheckInference(plan, draw, model, output);
    }

    private static void CheckFloat(string name, string unroll, int parts, IReadOnlyList<Target> targets)
    {
        ModelDeclaration declaration = Declare(name, unroll);
        Module module = CompilerPipeline.Compile(declaration);
        ModelPlan plan = Scheduler.Plan(module, new PlanOptions { Targets = targets });
        Draw draw = new(module);
        InterpretedModel<double> model = draw.Model(declaration, static (_, w) => w);
        (double[] output, double loss, Dictionary<string, double[]> gradients) = Equations(model, draw);
        foreach (KernelProgram program in plan.Programs)
        {
            KernelModel lowered = new(plan, program.Target) { Parts = parts };
            draw.WriteTo(lowered);
            Near(output, lowered.Forward(draw.Input, [], Rows), 1e-5, $"the output, {program.Target.Name}");
            (float found, IReadOnlyDictionary<string, float[]> derivatives) = lowered.Train(draw.Input, [], draw.Targets, [], Rows, draw.Masks);
            Near([loss], [found], 1e-5, $"the loss, {program.Target.Name}");
            HashSet<string> frozen = [.. module.Parameters.Where(static p => p.IsFrozen).Select(static p => p.Name)];
            foreach ((string parameter, double[] expected) in gradients.Where(g => !frozen.Contains(g.Key)))
                Near(expected, derivatives[parameter], 1e-4, $"the gradient of {parameter}, {program.Target.Name}");
            if (module.Step is not null)
                Near(Stream(model, draw.Input), Stream(lowered, draw.Input, module.OutputSize), 1e-5, $"the stream, {program.Target.Name}");
        }
    }

    private static void CheckReduced(string name, WeightFormat format)
    {
        // The equations are those of float weights, and the weights of their products are rounded here.
        ModelDeclaration declaration = Declare(name, "");
        Module module = CompilerPipeline.Compile(declaration with { Weights = format });
        ModelPlan plan = Scheduler.Plan(module, new PlanOptions { Targets = [Target.Lanes16, Target.Lanes4] });
        Draw draw = new(module);
        InterpretedModel<double> model = draw.Model(declaration, (p, w) => p.Shape.Count > 1 ? Rounding.Of(format, w, p.Shape.Skip(1).Aggregate(static (a, b) => a * b)) : w);
        double[] output = new double[Rows * module.OutputSteps * module.OutputSize];
        model.Forward(Doubles(draw.Input), output, Rows);
        CheckInference(plan, draw, model, output);

        // Training knows the float weights alone.
        (_, double loss, _) = Equations(draw.Model(declaration, static (_, w) => w), draw);
        KernelModel trained = new(plan, plan.Programs[0].Target);
        draw.WriteTo(trained);
        Near([loss], [trained.Train(draw.Input, [], draw.Targets, [], Rows, draw.Masks).Loss], 1e-5, "the loss");
    }

    /// <summary>Checks the outputs and the stream of each program of a plan.</summary>
    private static void CheckInference(ModelPlan plan, Draw draw, InterpretedModel<double> model, double[] output)
    {
        foreach (KernelProgram program in plan.Programs)
        {
            KernelModel lowered = new(plan, program.Target);
            draw.WriteTo(lowered);
            Near(output, lowered.Forward(draw.Input, [], Rows), 1e-5, $"the output, {program.Target.Name}");
            if (plan.Module.Step is not null)
                Near(Stream(model, draw.Input), Stream(lowered, draw.Input, plan.Module.OutputSize), 1e-5, $"the stream, {program.Target.Name}");
        }
    }

    private static ModelDeclaration Declare(string name, string options) =>
        DeclarationText.Parse(FormattableString.Invariant($"model name=\"M\" inputs=3 steps={Steps}{options}\n{s_models[name]}"));

    private static (double[] Output, double Loss, Dictionary<string, double[]> Gradients) Equations(InterpretedModel<double> model, Draw draw)
    {
        double[] output = new double[Rows * model.OutputSteps * model.OutputSize];
        model.Forward(Doubles(draw.Input), output, Rows);
        using InterpretedTrainer<double> trainer = model.CreateTrainer(new Sgd(0.1f), Rows, new TrainerOptions { Seed = Draw.Seed, InputGradient = true });
        double loss = trainer.ComputeGradients(Doubles(draw.Input), Doubles(draw.Targets));
        Dictionary<string, double[]> gradients = [];
        foreach ((string name, int length) in model.Parameters.Select(static p => (p.Name, p.Length)).Append(("input", draw.Input.Length)))
            trainer.ReadGradient(name, gradients[name] = new double[length]);
        return (output, loss, gradients);
    }

    private static double[] Stream(InterpretedModel<double> model, float[] input)
    {
        InterpretedState<double> state = model.CreateState();
        double[] outputs = new double[Steps * model.OutputSize];
        model.Step(state, Doubles(input)[..(Steps * 3)], outputs, Steps);
        return outputs;
    }

    private static float[] Stream(KernelModel model, float[] input, int outputs)
    {
        float[] state = model.CreateState();
        return [.. Enumerable.Range(0, Steps).SelectMany(t => model.Step(ref state, input.AsSpan(t * 3, 3), [])[..outputs])];
    }

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, static v => (double)v);

    private static void Near(double[] expected, float[] found, double tolerance, string what)
    {
        Assert.Equal(expected.Length, found.Length);
        double greatest = Math.Max(0.01, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance * greatest, $"{what}: element {i} should be {expected[i]}, found {found[i]}.");
    }

    /// <summary>Parameters, inputs and targets of a model.</summary>
    private sealed class Draw
    {
        public const ulong Seed = 7;

        private readonly Module _module;
        private readonly Dictionary<string, float[]> _parameters;

        public Draw(Module module)
        {
            _module = module;
            Random random = new(5);
            _parameters = module.Parameters.ToDictionary(static p => p.Name, p => Array.ConvertAll(Numbers((int)p.ElementCount), w => IsVariance(p) ? w + 1 : w));
            Input = Numbers(Rows * Steps * 3);
            Targets = Numbers(Rows * module.OutputSteps * module.OutputSize);

            float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
            static bool IsVariance(ParameterTensor parameter) => parameter.Name.EndsWith("running_var", StringComparison.Ordinal);
        }

        public float[] Input { get; }

        public float[] Targets { get; }

        public InterpretedModel<double> Model(ModelDeclaration declaration, Func<ModelParameter, float[], float[]> rounding)
        {
            InterpretedModel<double> model = InterpretedModel.FromDeclarationDouble(declaration, 1);
            foreach (ModelParameter parameter in model.Parameters)
                model.WriteParameter(parameter.Name, Doubles(rounding(parameter, _parameters[parameter.Name])));
            return model;
        }

        public void WriteTo(KernelModel model)
        {
            foreach ((string name, float[] values) in _parameters)
                model.WriteParameter(name, values);
        }

        // The trainer's masks, of the first step.
        public void Masks(int row, int mask, float[] values)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = CompilerServices.NoiseGenerator.Mask(Seed, 0, mask, row, i, _module.Noises[mask].Rate, _module.Noises[mask].Mean);
        }
    }
}
