using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Tests.Building;

/// <summary>One value for every key of a module, drawn once, so that its functions can be compared with each other.</summary>
/// <param name="declaration">The model.</param>
/// <param name="seed">The seed of the draw.</param>
/// <param name="startsAtZero">Whether states start at 0 rather than at drawn values.</param>
internal sealed class Arguments(ModelDeclaration declaration, int seed, bool startsAtZero = false)
{
    // The number of terms in the mean for each output step.
    private readonly Lazy<int> _termsOfStep = new(() => declaration.HasClassTargets ? 1 : ModuleBuilder.Build(declaration).OutputSize);
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, double[]> _drawn = [];

    /// <summary>The values of a key; masks keep everything, so that the training form equals inference.</summary>
    public double[] Of(Parameter parameter)
    {
        string key = parameter.Value.Name!;
        if (!_drawn.TryGetValue(key, out double[]? values))
            _drawn[key] = values = [.. Enumerable.Range(0, (int)parameter.Value.Type.ElementCount).Select(_ => Draw(parameter))];
        return values;
    }

    /// <summary>The values drawn for a key.</summary>
    public double[] this[string key] => _drawn[key];

    private double Draw(Parameter parameter) => parameter switch
    {
        { Role: ParameterRole.State } when startsAtZero => 0,
        { Role: ParameterRole.Noise } => 1,
        { Role: ParameterRole.Weight } when parameter.Value.Name!.EndsWith(".variance", StringComparison.Ordinal) => 0.5 + _random.NextDouble(),
        { Role: ParameterRole.StepCount } => declaration.SequenceLength,
        { Role: ParameterRole.LossWeight } => 1.0 / (parameter.Value.Type.ElementCount * _termsOfStep.Value),
        { Role: ParameterRole.Input, Value.Type.Element: ElementType.Integer } => _random.Next(declaration.Vocabulary),
        { Role: ParameterRole.Target, Value.Type.Element: ElementType.Integer } => _random.Next(2),
        { Role: ParameterRole.Target } when declaration.Loss == Loss.BinaryCrossEntropy => _random.Next(2),
        _ => (2 * _random.NextDouble()) - 1,
    };
}
