using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Sources;

/// <summary>A type that the model is nested in.</summary>
/// <param name="Keyword">What its parts are declared with, such as <c>record struct</c>.</param>
/// <param name="Name">Its name, without escapes.</param>
internal sealed record ContainingType(string Keyword, string Name);

/// <summary>Where the partial class stands: all that another part of it must repeat.</summary>
/// <param name="Namespace">The namespace with dots, without escapes; empty for the global one.</param>
/// <param name="ContainingTypes">The types around it, outermost first.</param>
/// <param name="Name">Its name, without escapes.</param>
internal sealed record ModelIdentity(string Namespace, EquatableArray<ContainingType> ContainingTypes, string Name)
{
    /// <summary>Whether every name has been typed.</summary>
    public bool IsComplete => Name.Length > 0 && ContainingTypes.All(static t => t.Name.Length > 0);

    /// <summary>The name that tells it from all other types, as metadata spells it.</summary>
    public string FullName => (Namespace.Length > 0 ? Namespace + "." : "") + string.Join("+", ContainingTypes.Select(static t => t.Name).Append(Name));
}

/// <summary>A model that can be compiled: what leaves the parser. Two edits that leave it equal cost nothing more.</summary>
/// <param name="Identity">The class.</param>
/// <param name="Declaration">The network.</param>
internal sealed record ModelSource(ModelIdentity Identity, ModelDeclaration Declaration)
{
    /// <summary>How much is emitted: what the model says, until <see cref="In"/> adds what its project says.</summary>
    public EmissionOptions Options { get; init; } = EmissionOptions.Default;

    /// <summary>The model in a project.</summary>
    public ModelSource In(ProjectOptions project) => this with
    {
        Options = Options with { Kernels = project.Kernels, Targets = Options.Targets.Count > 0 ? Options.Targets : project.Targets },
    };
}
