namespace RnnCompiler;

/// <summary>Finds the tensor of a file for each parameter of a model, and all that does not fit.</summary>
internal sealed class WeightMatching
{
    // Of a model of thousands of tensors the nearest name is of no use, and looking for it takes long.
    private const int MostCandidates = 500;

    private const string FloatingPoint = "dtype F32, F64, F16 or BF16";

    /// <summary>Matches a file with a model.</summary>
    /// <param name="header">The header of the file.</param>
    /// <param name="parameters">The parameters of the model.</param>
    /// <param name="names">How names of the file become names of the model.</param>
    /// <param name="ignoreOthers">Whether tensors that the model does not need are no fault.</param>
    public WeightMatching(SafetensorsHeader header, IReadOnlyList<ModelParameter> parameters, WeightNames names, bool ignoreOthers)
    {
        Tensors = new SafetensorsTensor[parameters.Count];
        Dictionary<string, int> wanted = [];
        for (int i = 0; i < parameters.Count; i++)
            wanted.Add(parameters[i].Name, i);

        foreach (SafetensorsTensor tensor in header.Tensors)
        {
            if (names.ToModel(tensor.Name) is not { } name)
                continue;

            if (!wanted.TryGetValue(name, out int index))
            {
                Others.Add((name, tensor));
            }
            else if (Tensors[index] is { } first)
            {
                Problems.Add(WeightProblem.OfTensor(name, "one tensor for it", $"'{first.Name}' and '{tensor.Name}'"));
            }
            else
            {
                Tensors[index] = tensor;
                Check(parameters[index], tensor);
            }
        }

        Missing.AddRange(parameters.Where((_, i) => Tensors[i] is null));
        string[] others = [.. Others.Take(MostCandidates).Select(other => other.Name)];
        foreach (ModelParameter parameter in Missing)
        {
            string? near = NearNames.Find(parameter.Name, others.Where((_, i) => HasShape(Others[i].Tensor, parameter))) ?? NearNames.Find(parameter.Name, others);
            Problems.Add(WeightProblem.OfTensor(parameter.Name, $"shape {Shapes.Format(parameter.Shape)}", "no such tensor", near is null ? null : $"is it '{near}' of the file?"));
        }

        if (!ignoreOthers)
            Problems.AddRange(Others.Select(other => Unknown(other.Name, other.Tensor)));
    }

    /// <summary>Returns the tensor of each parameter; null if the file has none.</summary>
    public SafetensorsTensor?[] Tensors { get; }

    /// <summary>The parameters for which the file has no tensor.</summary>
    public List<ModelParameter> Missing { get; } = [];

    /// <summary>The tensors that the model does not need, under their names in the model.</summary>
    public List<(string Name, SafetensorsTensor Tensor)> Others { get; } = [];

    /// <summary>Returns all problems: shapes and dtypes, then missing tensors, then tensors that are not needed.</summary>
    public List<WeightProblem> Problems { get; } = [];

    /// <summary>Whether a tensor has the shape of a parameter.</summary>
    public static bool HasShape(SafetensorsTensor tensor, ModelParameter parameter) => tensor.Shape.SequenceEqual(parameter.Shape.Select(size => (long)size));

    private void Check(ModelParameter parameter, SafetensorsTensor tensor)
    {
        if (!HasShape(tensor, parameter))
        {
            bool isTransposed = parameter.Shape is [int rows, int columns] && tensor.Shape is [long first, long second] && (first, second) == (columns, rows);
            Problems.Add(WeightProblem.OfTensor(
                parameter.Name,
                $"shape {Shapes.Format(parameter.Shape)}",
                $"shape {Shapes.Format(tensor.Shape)}",
                isTransposed ? "it is transposed, as Keras and JAX keep matrices; PyTorch's layout is [outputs, inputs]" : null));
        }
        else if (!ElementTypes.IsFloatingPoint(tensor.ElementType))
        {
            Problems.Add(WeightProblem.OfTensor(parameter.Name, FloatingPoint, tensor.ElementType));
        }
    }

    private static WeightProblem Unknown(string name, SafetensorsTensor tensor)
    {
        string found = $"{tensor.ElementType} {Shapes.Format(tensor.Shape)}";
        return WeightProblem.OfTensor(name, "only tensors of the model", name == tensor.Name ? found : $"{found}, called '{tensor.Name}' in the file");
    }
}
