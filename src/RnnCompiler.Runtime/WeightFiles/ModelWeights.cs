using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>The parameters of a model as a weight file.</summary>
internal static class ModelWeights
{
    /// <summary>The metadata that tells which declaration a file's parameters were trained under.</summary>
    public const string DeclarationKey = "rnncompiler.declaration_sha256";

    public static void Save(ParameterStore store, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [DeclarationKey] = store.Layout.DeclarationHash };
        SafetensorsWriter.Write(path, metadata, store.Layout.Parameters.Select(parameter =>
        {
            float[] values = new float[parameter.Length];
            store.Read(parameter.Name, values);
            return (parameter.Name, parameter.Shape, values);
        }));
    }

    /// <summary>
    /// Replaces all parameters. The file must have exactly the model's tensors, of floating point numbers. That it was written under another
    /// declaration is no fault: the same parameters serve another sequence length or loss.
    /// </summary>
    public static void Load(ParameterStore store, string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        IReadOnlyList<ModelParameter> parameters = store.Layout.Parameters;
        foreach (ModelParameter parameter in parameters)
        {
            string expected = Shapes.Format(parameter.Shape);
            SafetensorsTensor tensor = file.Find(parameter.Name) ?? throw new WeightFileException(path, parameter.Name, $"shape {expected}", "no such tensor");
            if (!tensor.Shape.SequenceEqual(parameter.Shape.Select(size => (long)size)))
            {
                throw new WeightFileException(path, parameter.Name, $"shape {expected}", $"shape {Shapes.Format(tensor.Shape)}");
            }
        }

        foreach (SafetensorsTensor tensor in file.Tensors)
        {
            if (parameters.All(parameter => parameter.Name != tensor.Name))
            {
                throw new WeightFileException(path, tensor.Name, "only tensors of the model", $"{tensor.ElementType} {Shapes.Format(tensor.Shape)}");
            }
        }

        // Read whole before the first is written.
        float[][] values = [.. parameters.Select(parameter => file.ReadSingles(parameter.Name))];
        for (int i = 0; i < values.Length; i++)
        {
            store.Write(parameters[i].Name, values[i]);
        }
    }
}
