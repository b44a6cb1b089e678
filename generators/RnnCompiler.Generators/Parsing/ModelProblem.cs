using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Kinds of problems that prevent a class from being a model, independent of its layers.</summary>
internal enum ClassProblemKind
{
    /// <summary>The class is not partial.</summary>
    NotPartial,

    /// <summary>A containing type is not partial. Details: its name.</summary>
    ContainingTypeNotPartial,

    /// <summary>The type is a struct, an interface or a record, for which copies or equality of models would be meaningless. Details: what it is.</summary>
    NotClass,

    /// <summary>The class, or a containing type, has type parameters. Details: the name of that type.</summary>
    Generic,

    /// <summary>The class, or a containing type, is local to its file. Details: the name of that type.</summary>
    FileLocal,

    /// <summary>The class is static or abstract and cannot be instantiated. Details: the modifier.</summary>
    NotInstantiable,

    /// <summary>The class declares a constructor, which would create models without parameters.</summary>
    Constructor,

    /// <summary>The base class has no parameterless constructor. Details: the base class.</summary>
    BaseConstructor,

    /// <summary>The class has a required member, which generated code cannot set. Details: the name.</summary>
    RequiredMember,

    /// <summary>The class has the name of a generated member.</summary>
    NameTaken,

    /// <summary>The class declares a member that is also generated. Details: the name, with parameters for a method.</summary>
    MemberTaken,

    /// <summary>The class has more than one [RnnModel].</summary>
    DeclaredTwice,

    /// <summary>A layer is on another part of the class than [RnnModel]. Details: the attribute.</summary>
    LayerOnAnotherPart,

    /// <summary>A layer has a kind that this generator does not know. Details: the attribute.</summary>
    UnknownLayer,

    /// <summary>The language version is below 12. Details: the version.</summary>
    LanguageTooOld,

    /// <summary>The project does not reference the runtime.</summary>
    RuntimeMissing,

    /// <summary>[Recurrent] names a type that is not a cell. Details: the type.</summary>
    NotACell,

    /// <summary>A cell of another assembly cannot be read. Details: the cell, and the reason.</summary>
    CompiledCellUnreadable,

    /// <summary>Targets names a vector width that does not exist. Details: the names.</summary>
    UnknownTarget,

    /// <summary>A declaration of the project hides a name that generated code uses. Details: the name.</summary>
    NameHidden,

    /// <summary>A setting has no effect; a warning. Details: the setting and the reason, as the first part of a sentence.</summary>
    SettingWithoutEffect,

    /// <summary>The last step is taken of a bidirectional layer; an information. Details: the attribute of that layer.</summary>
    LastStepOfBothDirections,
}

/// <summary>A problem with a model.</summary>
internal abstract record ModelProblem;

/// <summary>A problem with the class.</summary>
/// <param name="Kind">The kind of problem.</param>
/// <param name="Detail">The detail that the kind defines; otherwise empty.</param>
/// <param name="Place">The location of the token or attribute at fault.</param>
internal sealed record ClassProblem(ClassProblemKind Kind, string Detail, Location Place) : ModelProblem;

/// <summary>A problem with the declaration: it breaks a rule.</summary>
/// <param name="Problem">The rule, and the layer and argument at fault.</param>
internal sealed record RuleProblem(DeclarationProblem Problem) : ModelProblem;
