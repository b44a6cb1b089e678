using System.Globalization;
using RnnCompiler;

namespace WeatherForecast.Tests;

/// <summary>The network that the README unfolds by hand.</summary>
[RnnModel(InputSize = 1, SequenceLength = 2), Rnn(1), LastStep, Dense(1)]
public sealed partial class TwoStepModel;

/// <summary>Holds the README's worked example against the generated code and the interpreter.</summary>
public class WorkedExampleTests
{
    // The README prints six decimals.
    private const double Tolerance = 2e-6;
    private static readonly float[] s_input = [1, -2];
    private static readonly float[] s_target = [0.5f];
    private static readonly Dictionary<string, double> s_table = ReadTable();

    [Fact]
    public void The_states_are_those_of_the_generated_step()
    {
        TwoStepModel model = Model();
        TwoStepModel.State state = model.CreateState();
        float[] h = new float[1];
        float[] y = new float[1];
        model.Step(state, [s_input[0]], y);
        state.CopyTo(h);
        Expect("h₁", h[0]);
        model.Step(state, [s_input[1]], y);
        state.CopyTo(h);
        Expect("h₂", h[0]);
        Expect("y", y[0]);
    }

    [Fact]
    public void The_gradients_are_those_of_the_generated_code()
    {
        using TwoStepModel.Trainer trainer = Model().CreateTrainer(new Sgd(0), 1, new TrainerOptions { InputGradient = true });
        Expect("loss", trainer.ComputeGradients(s_input, s_target));
        ExpectGradients((name, values) =>
        {
            float[] floats = new float[values.Length];
            trainer.ReadGradient(name, floats);
            Array.ConvertAll(floats, value => (double)value).CopyTo(values, 0);
        });
    }

    [Fact]
    public void The_gradients_are_those_of_the_interpreter_in_double()
    {
        InterpretedModel<double> model = InterpretedModel.CopyOfDouble(Model());
        using InterpretedTrainer<double> trainer = model.CreateTrainer(new Sgd(0), 1, new TrainerOptions { InputGradient = true });
        Expect("loss", trainer.ComputeGradients(Array.ConvertAll(s_input, x => (double)x), Array.ConvertAll(s_target, x => (double)x)));
        ExpectGradients((name, values) => trainer.ReadGradient(name, values));
    }

    private static void ExpectGradients(Action<string, double[]> read)
    {
        Dictionary<string, string[]> names = new()
        {
            ["rnn.weight_ih_l0"] = ["w̄"],
            ["rnn.weight_hh_l0"] = ["ū"],
            ["rnn.bias_ih_l0"] = ["b̄"],
            ["rnn.bias_hh_l0"] = ["b̄"],
            ["dense.weight"] = ["v̄"],
            ["dense.bias"] = ["c̄"],
            ["input"] = ["x̄₁", "x̄₂"],
        };
        foreach ((string name, string[] rows) in names)
        {
            double[] values = new double[rows.Length];
            read(name, values);
            for (int i = 0; i < rows.Length; i++)
                Expect(rows[i], values[i]);
        }
    }

    private static void Expect(string row, double value) => Assert.Equal(s_table[row], value, Tolerance);

    private static TwoStepModel Model()
    {
        TwoStepModel model = TwoStepModel.Create(1);
        model.WriteParameter("rnn.weight_ih_l0", [0.5f]);
        model.WriteParameter("rnn.weight_hh_l0", [0.8f]);
        model.WriteParameter("rnn.bias_ih_l0", [0.1f]);
        model.WriteParameter("rnn.bias_hh_l0", [0]);
        model.WriteParameter("dense.weight", [1.5f]);
        model.WriteParameter("dense.bias", [-0.2f]);
        return model;
    }

    private static Dictionary<string, double> ReadTable()
    {
        using Stream readme = typeof(WorkedExampleTests).Assembly.GetManifestResourceStream("README.md")!;
        using StreamReader reader = new(readme);
        string[] lines = reader.ReadToEnd().Split('\n');
        return lines
            .SkipWhile(line => line != "| quantity | formula | value |")
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[1], cells => double.Parse(cells[3], CultureInfo.InvariantCulture));
    }
}
