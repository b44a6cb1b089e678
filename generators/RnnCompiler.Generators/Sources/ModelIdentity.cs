using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Sources;

/// <summary>A type that the model is nested in.</summary>
/// <param name="Keyword">The keywords that declare its parts, such as <c>record struct</c>.</param>
/// <param name="Name">Its name, without escapes.</param>
internal sealed record ContainingType(string Keyword, string Name);

/// <summary>Identity of a partial class: all that another part of it must repeat.</summary>
/// <param name="Namespace">The namespace with dots, without escapes; empty for the global one.</param>
/// <param name="ContainingTypes">The containing types, outermost first.</param>
/// <param name="Name">Its name, without escapes.</param>
internal sealed record ModelIdentity(string Namespace, EquatableArray<ContainingType> ContainingTypes, string Name)
{
    /// <summary>Gets whether each name is complete: none of them is still missing in the source.</summary>
    public bool IsComplete => Name.Length > 0 && ContainingTypes.All(static t => t.Name.Length > 0);

    /// <summary>Gets the full name of the type, unique, as metadata spells it.</summary>
    public string FullName => (Namespace.Length > 0 ? Namespace + "." : "") + string.Join("+", ContainingTypes.Select(static t => t.Name).Append(Name));
}

/// <summary>A model that can be compiled: the result of the parser. If it is equal after an edit, no later step runs again.</summary>
/// <param name="Identity">The class.</param>
/// <param name="Declaration">The network.</param>
internal sealed record ModelSource(ModelIdentity Identity, ModelDeclaration Declaration)
{
    /// <summary>Gets the emission options: those of the model, until <see cref="In"/> adds those of its project.</summary>
    public EmissionOptions Options { get; init; } = EmissionOptions.Default;

    /// <summary>Returns the model with the options of its project.</summary>
    public ModelSource In(ProjectOptions project) => this with
    {
        Options = Options with { Kernels = project.Kernels, Targets = Options.Targets.Count > 0 ? Options.Targets : project.Targets },
    };
}
