using RnnCompiler.Compiler.Differentiation;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Interpreter.Tests.Differentiation;

/// <summary>Creates losses from functions, including derivatives: the weighted sum of all results.</summary>
internal static class Losses
{
    /// <summary>
    /// Creates the loss Σ k · result, with each k a parameter. Cotangents become weights, so that the loss is differentiated with respect to them too.
    /// </summary>
    public static Function Of(Function function, string prefix = "k.")
    {
        FunctionBuilder builder = new(function.Name + ".total");
        Value[] arguments = [.. function.Parameters.Select(p => builder.Parameter(p.Value.Name, p.Value.Type, p.Role))];
        Value[] factors = [.. function.Results.Select(r => builder.Parameter(prefix + r.Name, r.Value.Type, ParameterRole.Constant))];
        IReadOnlyList<Value> results = builder.Inline(function, arguments);
        Value total = builder.Constant(0, TensorType.Scalar);
        for (int i = 0; i < results.Count; i++)
            total = builder.Apply(OperationKind.Add, total, Total(builder, builder.Apply(OperationKind.Multiply, results[i], factors[i])));
        builder.Result("loss", total);
        return builder.Build();
    }

    /// <summary>Creates a loss from the derivative of another loss; its derivative contains second derivatives.</summary>
    public static Function OfDerivative(Function loss)
    {
        Function derivative = ReverseMode.Differentiate(loss);
        return Of(derivative, "kk.");
    }

    private static Value Total(FunctionBuilder builder, Value value)
    {
        if (value.Type.IsMatrix)
            value = builder.Apply(OperationKind.MatVec, value, builder.Constant(1, TensorType.Vector(value.Type.Columns)));
        return value.Type.IsVector ? builder.Apply(OperationKind.Sum, value) : value;
    }
}
