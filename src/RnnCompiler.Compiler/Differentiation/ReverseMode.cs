using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Differentiation;

/// <summary>
/// Reverse-mode differentiation (Linnainmaa 1970; Griewank and Walther 2008): a loss becomes one function that first computes it and then, traversing its
/// equations in reverse, the cotangents of its weights and its input.
/// </summary>
public static class ReverseMode
{
    /// <summary>Differentiates a loss function.</summary>
    /// <param name="loss">A function with a scalar result <c>loss</c>.</param>
    /// <returns>
    /// A function of the same parameters, with the results <c>loss</c>, <c>NAME_bar</c> for each weight, and <c>input_bar</c> if the input
    /// is of floats.
    /// </returns>
    public static Function Differentiate(Function loss)
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
            Copy(equation, builder, forward, wanted, active, scans);

        Pullback pullback = new(builder, v => forward[v]);
        if (wanted.Contains(total))
            pullback.Accumulate(total, builder.Constant(1, TensorType.Scalar));
        pullback.Run(loss.Equations, wanted, equation =>
        {
            if (scans.TryGetValue(equation, out (ScanTranspose Transpose, IReadOnlyList<Value> Extended) scan))
                scan.Transpose.Apply(pullback, v => forward[v], scan.Extended, wanted);
        });

        builder.Result("loss", forward[total]);
        foreach (Value source in sources)
            builder.Result(source.Name + "_bar", pullback.CotangentOf(source) ?? builder.Constant(0, source.Type), cotangentOf: source.Name);
        return builder.Build();
    }

    private static bool IsDifferentiable(Parameter parameter) =>
        parameter.Value.Type.Element == ElementType.Float && parameter.Role is (ParameterRole.Weight or ParameterRole.Input);

    /// <summary>Copies an equation of the forward pass; a scan that will be transposed gets its residuals as further outputs.</summary>
    private static void Copy(
        Equation equation,
        FunctionBuilder builder,
        Dictionary<Value, Value> forward,
        ISet<Value> wanted,
        ISet<Value> active,
        Dictionary<Equation, (ScanTranspose Transpose, IReadOnlyList<Value> Extended)> scans)
    {
        bool[] reached = [.. equation.Results.Select(r => active.Contains(r) && wanted.Contains(r))];
        if (equation.Operation is not ScanOperation || !reached.Any(static r => r))
        {
            IReadOnlyList<Value> copies = builder.Copy(equation, v => forward[v]);
            for (int i = 0; i < copies.Count; i++)
                forward[equation.Results[i]] = copies[i];
            return;
        }

        ScanTranspose transpose = new(equation, reached, wanted);
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
