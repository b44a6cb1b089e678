using System.Reflection;
using System.Runtime.CompilerServices;
using RnnCompiler.Cells;

namespace RnnCompiler.Runtime.Tests.Cells;

/// <summary>Runs a cell over a sequence as plain C#, by calling its Step.</summary>
internal static class EagerCell
{
    /// <summary>The outputs of all steps, one after another; all states start at zero.</summary>
    /// <param name="cell">The cell's type.</param>
    /// <param name="inputs">The input of each step.</param>
    /// <param name="stateLengths">The length of each state, the output's first.</param>
    /// <param name="weight">The values of a parameter that is a weight, rows one after another, and how many columns it has if it is a matrix.</param>
    public static double[] Run(Type cell, IEnumerable<double[]> inputs, IReadOnlyList<int> stateLengths, Func<string, (double[] Values, int Columns)> weight)
    {
        MethodInfo step = cell.GetMethod("Step")!;
        ParameterInfo[] parameters = step.GetParameters();
        object[] arguments = new object[parameters.Length];
        int states = stateLengths.Count;
        for (int i = 1; i < parameters.Length; i++)
            arguments[i] = i <= states ? new Vector(new double[stateLengths[i - 1]]) : Weight(parameters[i].ParameterType, weight(parameters[i].Name!));

        List<double> outputs = [];
        foreach (double[] x in inputs)
        {
            arguments[0] = new Vector(x);
            object next = step.Invoke(null, arguments)!;
            for (int s = 0; s < states; s++)
                arguments[1 + s] = next is ITuple tuple ? tuple[s]! : next;
            outputs.AddRange(((Vector)arguments[1]).ToArray());
        }

        return [.. outputs];
    }

    private static object Weight(Type type, (double[] Values, int Columns) weight)
    {
        if (type == typeof(Matrix))
            return new Matrix(weight.Values.Length / weight.Columns, weight.Columns, weight.Values);
        return type == typeof(Scalar) ? new Scalar(weight.Values.Single()) : new Vector(weight.Values);
    }
}
