using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;

namespace RnnCompiler.Interpreter.Tests.Ir;

/// <summary>Generator of random arguments.</summary>
internal static class Draws
{
    /// <summary>Draws arguments of a function that belongs to no model, within the domain that the parameter name implies.</summary>
    public static double[] Plain(Parameter parameter, Random random) => Fill(parameter, () => parameter.Value switch
    {
        { Name: "zero" } => 0,
        { Type.Element: ElementType.Integer } => random.Next(2),
        { Name: "positive" } => 0.5 + random.NextDouble(),
        { Name: "condition" } => random.Next(2),
        _ => Symmetric(random),
    });

    /// <summary>Draws arguments of the functions of a model.</summary>
    public static Func<Parameter, Random, double[]> Of(Module module) => (parameter, random) => Fill(parameter, () => parameter switch
    {
        { Role: ParameterRole.Input, Value.Type.Element: ElementType.Integer } => random.Next(module.Declaration.Vocabulary),
        { Role: ParameterRole.Target, Value.Type.Element: ElementType.Integer } => random.Next(module.OutputSize),
        { Role: ParameterRole.Target } when module.Declaration.Loss == Loss.BinaryCrossEntropy => random.Next(2),
        { Role: ParameterRole.Noise } => random.Next(3) == 0 ? 0 : 1.5,
        { Role: ParameterRole.Weight } when parameter.Value.Name!.EndsWith(".variance", StringComparison.Ordinal) => 0.5 + random.NextDouble(),
        _ => Symmetric(random),
    });

    private static double Symmetric(Random random) => (2 * random.NextDouble()) - 1;

    private static double[] Fill(Parameter parameter, Func<double> element)
    {
        double[] values = new double[parameter.Value.Type.ElementCount];
        for (int i = 0; i < values.Length; i++)
            values[i] = element();
        return values;
    }
}
