namespace RnnCompiler.Compiler.Ir;

/// <summary>
/// Verifier of IR: each value is defined once, before it is read, and in the function that reads it; types are those of <see cref="ShapeRules"/>; results have
/// distinct names; scan bodies read only their own values and have carries, inputs and invariants in this order.
/// </summary>
public static class IrVerifier
{
    /// <summary>Verifies a function and the bodies of its scans.</summary>
    /// <exception cref="IrVerificationException">A rule is broken.</exception>
    public static void Verify(Function function)
    {
        foreach (Parameter parameter in function.Parameters)
        {
            if (IrSpelling.BodyRoles.Contains(parameter.Role))
                throw new IrVerificationException(function.Name, Place(parameter), "a role of a whole function", $"{parameter.Role}");
        }

        new FunctionVerifier(function, null).Run();
    }

    internal static string Place(Parameter parameter) => $"parameter {parameter.Value}";

    /// <summary>Verifier of one function. The outer one, if any, serves only to report a value that is read across the border of a scan body.</summary>
    private sealed class FunctionVerifier(Function function, FunctionVerifier? outer)
    {
        private readonly HashSet<Value> _defined = [];
        private readonly HashSet<int> _ids = [];

        public void Run()
        {
            foreach (Parameter parameter in function.Parameters)
                Define(parameter.Value, Place(parameter));
            foreach (Equation equation in function.Equations)
                Check(equation);
            CheckResults();
        }

        private void Check(Equation equation)
        {
            string place = $"equation {IrPrinter.Print(equation)}";
            foreach (Value operand in equation.Operands)
                RequireDefined(operand, place);

            CheckAttributes(equation.Operation, place);
            if (equation.Operation is ScanOperation scan)
                CheckBody(scan, place);

            IReadOnlyList<TensorType> types = Infer(equation, place);
            if (types.Count != equation.Results.Count)
                throw Wrong(place, $"{types.Count} results", $"{equation.Results.Count}");
            for (int i = 0; i < types.Count; i++)
            {
                if (equation.Results[i].Type != types[i])
                    throw Wrong(place, $"result {i} of type {types[i]}", $"{equation.Results[i].Type}");
                Define(equation.Results[i], place);
            }
        }

        private IReadOnlyList<TensorType> Infer(Equation equation, string place)
        {
            try
            {
                return ShapeRules.Infer(equation.Operation, [.. equation.Operands.Select(static o => o.Type)]);
            }
            catch (Exception fault) when (fault is ShapeException or InvalidOperationException or OverflowException)
            {
                throw Wrong(place, "operands that fit the operation", $"a shape error: {fault.Message.TrimEnd('.')}");
            }
        }

        private void CheckAttributes(Operation operation, string place)
        {
            Type expected = OperationTraits.Of(operation.Kind).Attributes;
            if (operation.GetType() != expected)
                throw Wrong(place, $"the attributes of {expected.Name}", operation.GetType().Name);
            if (operation is StepOperation step && (step.Step < 0 || step.Step >= step.Length))
                throw Wrong(place, $"a step from 0 to {step.Length - 1}", $"{step.Step}");
            if (operation is ScatterAddOperation { TableRows: < 1 } scatter)
                throw Wrong(place, "a table of at least 1 row", $"{scatter.TableRows}");
        }

        private void CheckBody(ScanOperation scan, string place)
        {
            if (scan.Carries < 0 || scan.Inputs < 0 || scan.Outputs < 0 || scan.Invariants < 0 || scan.Sums < 0 || scan.Length < 1)
            {
                throw Wrong(place, "counts that fit the body and a length of at least 1",
                    $"{scan.Carries} carries, {scan.Inputs} inputs, {scan.Outputs} outputs, length {scan.Length}");
            }

            for (int i = 0; i < scan.Body.Parameters.Count; i++)
            {
                ParameterRole expected = i < scan.Carries ? ParameterRole.Carry : i < scan.Carries + scan.Inputs ? ParameterRole.StepInput : ParameterRole.Invariant;
                Parameter parameter = scan.Body.Parameters[i];
                if (parameter.Role != expected)
                    throw new IrVerificationException(scan.Body.Name, Place(parameter), $"the role {expected} at position {i}", $"{parameter.Role}");
            }

            new FunctionVerifier(scan.Body, this).Run();
        }

        private void CheckResults()
        {
            HashSet<string> names = new(StringComparer.Ordinal);
            foreach (FunctionResult result in function.Results)
            {
                string place = $"result {result.Name}";
                if (!names.Add(result.Name))
                    throw Wrong(place, "a name of its own", "a second result of that name");
                RequireDefined(result.Value, place);
            }
        }

        private void Define(Value value, string place)
        {
            if (!_defined.Add(value))
                throw Wrong(place, "each value to be defined once", $"a second definition of {value}");
            if (!_ids.Add(value.Id))
                throw Wrong(place, "each id to be used once", $"another value with the id {value.Id}");
        }

        private void RequireDefined(Value value, string place)
        {
            if (_defined.Contains(value))
                return;
            for (FunctionVerifier? around = outer; around is not null; around = around.Outer)
            {
                if (around._defined.Contains(value))
                    throw Wrong(place, "the body of a scan to read only its own values", $"{value} of {around.Name}");
            }

            throw Wrong(place, "a value that is defined before", $"{value}");
        }

        private FunctionVerifier? Outer => outer;

        private string Name => function.Name;

        private IrVerificationException Wrong(string place, string expected, string found) => new(function.Name, place, expected, found);
    }
}
