using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>The ways in which a class can be unfit to carry a model, whatever its layers.</summary>
internal enum ClassProblemKind
{
    /// <summary>It is not partial.</summary>
    NotPartial,

    /// <summary>A type around it is not partial. Details: its name.</summary>
    ContainingTypeNotPartial,

    /// <summary>It has type parameters, or a type around it has. Details: the name of that type.</summary>
    Generic,

    /// <summary>It is static or abstract, so that no model could be made. Details: the modifier.</summary>
    NotInstantiable,

    /// <summary>It is a record, whose equality and copies mean nothing for a model.</summary>
    Record,

    /// <summary>It, or a type around it, is local to its file. Details: the name of that type.</summary>
    FileLocal,

    /// <summary>It has a primary constructor, which the generated one cannot call.</summary>
    PrimaryConstructor,

    /// <summary>Its base class has no constructor without parameters. Details: the base class.</summary>
    BaseConstructor,

    /// <summary>It has the name of a member that is generated. Details: the name.</summary>
    NameTaken,

    /// <summary>It has a member with the name of one that is generated. Details: the name.</summary>
    MemberTaken,

    /// <summary>There is more than one [RnnModel].</summary>
    DeclaredTwice,

    /// <summary>A layer stands on another part of the class than [RnnModel]. Details: the attribute.</summary>
    LayerOnAnotherPart,

    /// <summary>The language version is below 12. Details: the version.</summary>
    LanguageVersion,
}

/// <summary>One thing that is wrong with a model.</summary>
internal abstract record ModelProblem;

/// <summary>The class is unfit.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Detail">What was found, as said at the kind; otherwise empty.</param>
internal sealed record ClassProblem(ClassProblemKind Kind, string Detail) : ModelProblem;

/// <summary>The declaration breaks a rule.</summary>
/// <param name="Problem">Which, and at which layer and argument.</param>
internal sealed record RuleProblem(DeclarationProblem Problem) : ModelProblem;
