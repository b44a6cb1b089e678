using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>The ways in which a class can be unfit to carry a model, whatever its layers.</summary>
internal enum ClassProblemKind
{
    /// <summary>It is not partial.</summary>
    NotPartial,

    /// <summary>A type around it is not partial. Details: its name.</summary>
    ContainingTypeNotPartial,

    /// <summary>It is a struct, an interface or a record, whose copies and equality mean nothing for a model. Details: what it is.</summary>
    NotClass,

    /// <summary>It has type parameters, or a type around it has. Details: the name of that type.</summary>
    Generic,

    /// <summary>It, or a type around it, is local to its file. Details: the name of that type.</summary>
    FileLocal,

    /// <summary>It is static or abstract, so that no model could be made. Details: the modifier.</summary>
    NotInstantiable,

    /// <summary>It has a constructor of its own, which would make models without parameters.</summary>
    Constructor,

    /// <summary>Its base class has no constructor without parameters. Details: the base class.</summary>
    BaseConstructor,

    /// <summary>It has a required member, which generated code cannot set. Details: the name.</summary>
    RequiredMember,

    /// <summary>It has the name of a member that is generated.</summary>
    NameTaken,

    /// <summary>It has a member that is also generated. Details: the name, with parameters for a method.</summary>
    MemberTaken,

    /// <summary>There is more than one [RnnModel].</summary>
    DeclaredTwice,

    /// <summary>A layer stands on another part of the class than [RnnModel]. Details: the attribute.</summary>
    LayerOnAnotherPart,

    /// <summary>A layer is of a kind that this generator does not know. Details: the attribute.</summary>
    UnknownLayer,

    /// <summary>The language version is below 12. Details: the version.</summary>
    LanguageTooOld,

    /// <summary>The project does not reference the runtime.</summary>
    RuntimeMissing,

    /// <summary>[Recurrent] names a type that is no cell. Details: the type.</summary>
    NotACell,

    /// <summary>A cell of another assembly cannot be read. Details: the cell, and why.</summary>
    CompiledCellUnreadable,

    /// <summary>Targets names a vector width that does not exist. Details: the names.</summary>
    UnknownTarget,

    /// <summary>A declaration of the project hides what generated code names. Details: the name.</summary>
    NameHidden,

    /// <summary>A setting changes nothing; a warning. Details: the setting and why, as the first part of a sentence.</summary>
    SettingWithoutEffect,
}

/// <summary>One thing that is wrong with a model.</summary>
internal abstract record ModelProblem;

/// <summary>The class is unfit.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Detail">What was found, as said at the kind; otherwise empty.</param>
/// <param name="Place">The token or attribute at fault.</param>
internal sealed record ClassProblem(ClassProblemKind Kind, string Detail, Location Place) : ModelProblem;

/// <summary>The declaration breaks a rule.</summary>
/// <param name="Problem">Which, and at which layer and argument.</param>
internal sealed record RuleProblem(DeclarationProblem Problem) : ModelProblem;
