using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Rules;

/// <summary>Rules for the names of layers, which are part of the names of parameters, also in weight files.</summary>
internal static class NameRules
{
    /// <summary>The name that a trainer uses for the gradient of the input.</summary>
    private const string Reserved = NetworkGraph.Input;

    public static void Check(EquatableArray<LayerDeclaration> layers, ProblemList problems)
    {
        IReadOnlyList<string> names = LayerNames.Resolve(layers);
        Dictionary<string, int> unnamed = new(StringComparer.Ordinal);
        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i].Name is null)
                unnamed.Add(names[i], i);
        }

        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i].Name is not { } name)
                continue;
            if (!IsLegal(name))
                problems.Add(IllegalName, i, "Name", name);
            else if (name == Reserved)
                problems.Add(ReservedName, i, "Name", name, layers[i] is InputDeclaration ? "one of several inputs" : "a layer");
            else if (seen.TryGetValue(name, out int first))
                problems.Add(DuplicateName, i, "Name", name, problems.Titles.Position(first));
            else if (unnamed.TryGetValue(name, out int other))
                problems.Add(NameOfUnnamedLayer, i, "Name", name, problems.Titles.Position(other));
            else
                seen.Add(name, i);
        }
    }

    public static bool IsLegal(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(static c => c == '_' || char.IsLetterOrDigit(c));
}
