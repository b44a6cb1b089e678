using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Differentiation;

/// <summary>
/// Reverse-mode differentiation (Linnainmaa 1970; Griewank and Walther 2008): a loss becomes one function that first computes it and then, traversing its
/// equations in reverse, the cotangents of its weights, its input and its initial states.
/// </summary>
public static class ReverseMode
{
    /// <summary>Differentiates a loss function.</summary>
    /// <param name="loss">A function with a scalar result <c>loss</c>.</param>
    /// <param name="stepGradientOf">The body of a scan, the cotangents of whose first carry after each step become the result <c>step_gradient</c>; null for none.</param>
    /// <returns>
    /// A function of the same parameters: the results of the loss function, then <c>NAME_bar</c> for each weight, each initial state and, if it is of floats, the
    /// input.
    /// </returns>
    public static Function Differentiate(Function loss, string? stepGradientOf = null)
    {
        FunctionBuilder builder = new("training");
        Dictionary<Value, Value> forward = [];
        foreach (Parameter parameter in loss.Parameters)
            forward[parameter.Value] = builder.Parameter(parameter.Value.Name, parameter.Value.Type, parameter.Role);

        List<Value> sources = [.. loss.Parameters.Where(IsDifferentiable).Select(static p => p.Value)];
        Value total = loss.Result("loss");
        HashSet<Value> wanted = ActivityAnalysis.Varied(sources, loss.Equations);
        HashSet<Value> active = ActivityAnalysis.Active([total], loss.Equations, wanted);

        Dictionary<Equation, (ScanTranspose Transpose, IReadOnlyList<Value> Extended)> scans = [];
        foreach (Equation equation in loss.Equations)
            Copy(equation, builder, forward, wanted, active, scans, stepGradientOf);

        Value? stepGradient = null;
        Pullback pullback = new(builder, v => forward[v]);
        if (wanted.Contains(total))
            pullback.Accumulate(total, builder.Constant(1, TensorType.Scalar));
        pullback.Run(loss.Equations, wanted, equation =>
        {
            if (scans.TryGetValue(equation, out (ScanTranspose Transpose, IReadOnlyList<Value> Extended) scan))
                stepGradient = scan.Transpose.Apply(pullback, v => forward[v], scan.Extended, wanted) ?? stepGradient;
        });

        foreach (FunctionResult result in loss.Results)
            builder.Result(result.Name, forward[result.Value]);
        foreach (Value source in sources)
            builder.Result(source.Name + "_bar", pullback.CotangentOf(source) ?? builder.Constant(0, source.Type), cotangentOf: source.Name);
        if (stepGradient is not null)
            builder.Result("step_gradient", stepGradient);
        return builder.Build();
    }

    private static bool IsDifferentiable(Parameter parameter) =>
        parameter.Value.Type.Element == ElementType.Float && parameter.Role is (ParameterRole.Weight or ParameterRole.Input or ParameterRole.State);

    /// <summary>Copies an equation of the forward pass; a scan that will be transposed gets its residuals as further outputs.</summary>
    private static void Copy(
        Equation equation,
        FunctionBuilder builder,
        Dictionary<Value, Value> forward,
        ISet<Value> wanted,
        ISet<Value> active,
        Dictionary<Equation, (ScanTranspose Transpose, IReadOnlyList<Value> Extended)> scans,
        string? stepGradientOf)
    {
        bool[] reached = [.. equation.Results.Select(r => active.Contains(r) && wanted.Contains(r))];
        if (equation.Operation is not ScanOperation || !reached.Any(static r => r))
        {
            IReadOnlyList<Value> copies = builder.Copy(equation, v => forward[v]);
            for (int i = 0; i < copies.Count; i++)
                forward[equation.Results[i]] = copies[i];
            return;
        }

        ScanTranspose transpose = new(equation, reached, wanted, ((ScanOperation)equation.Operation).Body.Name == stepGradientOf);
        List<string?> names = [];
        ScanOperation extended = transpose.Extended();
        for (int i = 0; i < extended.Body.Results.Count; i++)
            names.Add(extended.Body.Results[i].Value.Name);
        for (int i = 0; i < equation.Results.Count; i++)
            names[transpose.ExtendedIndex(i)] = equation.Results[i].Name;
        IReadOnlyList<Value> results = builder.AddMany(extended, [.. equation.Operands.Select(o => forward[o])], names);
        for (int i = 0; i < equation.Results.Count; i++)
            forward[equation.Results[i]] = results[transpose.ExtendedIndex(i)];
        scans[equation] = (transpose, results);
    }
}
