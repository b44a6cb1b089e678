using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Modules;

/// <summary>Verifier of a module: each function has only parameters of allowed roles, and names and types agree with the tables of the module.</summary>
public sealed class ModuleVerifier
{
    private readonly Module _module;
    private readonly HashSet<string> _slices;
    private readonly Dictionary<string, TensorType> _weights = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorType> _states;
    private readonly Dictionary<string, TensorType> _noises;

    private ModuleVerifier(Module module)
    {
        _module = module;
        _slices = new(module.Parameters.SelectMany(static p => p.Slices), StringComparer.Ordinal);
        _states = Table(module.States.Select(static s => (s.Name, s.Type)), "state");
        _noises = Table(module.Noises.Select(static n => (n.Name, n.Type)), "noise");
    }

    /// <summary>Verifies all functions and tables.</summary>
    /// <exception cref="IrVerificationException">A rule is broken.</exception>
    public static void Verify(Module module)
    {
        ModuleVerifier verifier = new(module);
        verifier.CheckFunction(
            module.Sequence, ParameterRole.Input, ParameterRole.PaddingMask, ParameterRole.State, ParameterRole.Start, ParameterRole.StepCount, ParameterRole.Weight);
        if (module.Declaration.Generated is null)
            RequireOutput(module.Sequence);
        verifier.RequireStates(module.Sequence);
        if (module.Step is not null)
            verifier.CheckStep(module.Step);
        verifier.CheckLoss(module.Loss);
        if (module.Training is not null)
            verifier.CheckTraining(module.Training);
        verifier.CheckParameters();
    }

    private Dictionary<string, TensorType> Table(IEnumerable<(string Name, TensorType Type)> rows, string kind)
    {
        Dictionary<string, TensorType> table = new(StringComparer.Ordinal);
        foreach ((string name, TensorType type) in rows)
        {
            if (table.ContainsKey(name))
                throw new IrVerificationException(_module.Declaration.Name, $"{kind} {name}", "a name of its own", $"a second {kind} of that name");
            table.Add(name, type);
        }

        return table;
    }

    private void CheckStep(Function step)
    {
        CheckFunction(step, ParameterRole.Input, ParameterRole.State, ParameterRole.Weight);
        RequireOutput(step);
        foreach (StateTensor state in _module.States.Where(state => step.ParametersOf(ParameterRole.State).Any(s => s.Name == state.Name)))
            RequireResult(step, state.Name, state.Type);
    }

    private void CheckLoss(Function loss)
    {
        CheckFunction(
            loss,
            ParameterRole.Input,
            ParameterRole.PaddingMask,
            ParameterRole.State,
            ParameterRole.Start,
            ParameterRole.StepCount,
            ParameterRole.Weight,
            ParameterRole.Target,
            ParameterRole.LossWeight,
            ParameterRole.Noise);
        RequireResult(loss, "loss", TensorType.Scalar);
        if (_module.Declaration.IsStreaming)
            RequireStates(loss);
    }

    private void RequireStates(Function function)
    {
        foreach (StateTensor state in _module.States)
            RequireResult(function, state.Name, state.Type);
    }

    private void CheckTraining(Function training)
    {
        CheckLoss(training);
        foreach (Parameter parameter in training.Parameters)
        {
            bool wanted = parameter.Role is ParameterRole.Weight or ParameterRole.State
                || (parameter.Role == ParameterRole.Input && parameter.Value.Type.Element == ElementType.Float);
            if (wanted)
                RequireCotangent(training, parameter.Value.Name!, parameter.Value.Type);
        }
    }

    private void CheckFunction(Function function, params ParameterRole[] roles)
    {
        HashSet<(ParameterRole, string)> seen = [];
        foreach (Parameter parameter in function.Parameters)
        {
            string place = IrVerifier.Place(parameter);
            if (parameter.Role != ParameterRole.Constant && !roles.Contains(parameter.Role))
                throw new IrVerificationException(function.Name, place, $"one of the roles {string.Join(", ", roles)}", $"{parameter.Role}");
            if (parameter.Value.Name is not string key)
                throw new IrVerificationException(function.Name, place, "a parameter with a name", "none");
            if (!seen.Add((parameter.Role, key)))
                throw new IrVerificationException(function.Name, place, $"one {parameter.Role} of each name", "a second");
            CheckKey(function, parameter, key, place);
        }

        IrVerifier.Verify(function);
    }

    private void CheckKey(Function function, Parameter parameter, string key, string place)
    {
        TensorType type = parameter.Value.Type;
        TensorType? expected = parameter.Role switch
        {
            ParameterRole.Weight when !_slices.Contains(key) => throw Unknown("a slice of a parameter of the module"),
            ParameterRole.Weight => _weights.TryGetValue(key, out TensorType known) ? known : _weights[key] = type,
            ParameterRole.State => _states.TryGetValue(key, out TensorType known) ? known : throw Unknown("a state of the module"),
            ParameterRole.Noise => _noises.TryGetValue(key, out TensorType known) ? known : throw Unknown("a noise of the module"),
            _ => null,
        };
        if (expected is TensorType wanted && wanted != type)
            throw new IrVerificationException(function.Name, place, $"the type {wanted}, as elsewhere in the module", $"{type}");

        IrVerificationException Unknown(string what) => new(function.Name, place, what, $"the unknown key {key}");
    }

    private static void RequireOutput(Function function) => Require(function, "output", "a result that is an output", r => RowLayout.IsOutput(function, r), null);

    private static void RequireResult(Function function, string name, TensorType? type) =>
        Require(function, $"result {name}", "a result of that name", r => r.Name == name, type);

    private static void RequireCotangent(Function function, string parameter, TensorType type) =>
        Require(function, $"cotangent of {parameter}", $"a result that is the cotangent of {parameter}", r => r.CotangentOf == parameter, type);

    private static void Require(Function function, string place, string expected, Func<FunctionResult, bool> isMeant, TensorType? type)
    {
        FunctionResult result = function.Results.FirstOrDefault(isMeant) ?? throw new IrVerificationException(function.Name, place, expected, "none");
        if (type is TensorType wanted && result.Value.Type != wanted)
            throw new IrVerificationException(function.Name, place, $"the type {wanted}", $"{result.Value.Type}");
    }

    /// <summary>Checks that the rows of the slices of each parameter add up to the rows of the parameter.</summary>
    private void CheckParameters()
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        HashSet<string> owned = new(StringComparer.Ordinal);
        foreach (ParameterTensor parameter in _module.Parameters)
        {
            string place = $"parameter {parameter.Name}";
            if (!names.Add(parameter.Name))
                throw Wrong(place, "a name of its own", "a second parameter of that name");

            long rows = 0;
            foreach (string slice in parameter.Slices)
            {
                if (!owned.Add(slice))
                    throw Wrong(place, "each weight to lie in one parameter", $"{slice} a second time");
                if (!_weights.TryGetValue(slice, out TensorType type))
                    throw Wrong(place, "each of its slices to be a weight of a function", $"{slice}, which no function reads");
                // In the functions a scalar parameter is a vector of one element.
                bool isRow = parameter.IsRow(type);
                if (!isRow && (type.Rank != Math.Min(2, Math.Max(1, parameter.Shape.Count)) || (type.Rank == 2 && type.Columns != parameter.Columns)))
                    throw Wrong(place, $"slices of rank {parameter.Shape.Count}, or rows, that are as wide as it", $"{slice}: {type}");
                rows += isRow ? 1 : type.Rows;
            }

            if (parameter.Shape.Count > 3 || rows != (parameter.Shape.Count == 0 ? 1 : parameter.Shape[0]))
                throw Wrong(place, "slices that add up to its rows", $"{rows} rows for the shape [{string.Join(", ", parameter.Shape.Select(IrSpelling.Number))}]");
        }
    }

    private IrVerificationException Wrong(string place, string expected, string found) => new(_module.Declaration.Name, place, expected, found);
}
