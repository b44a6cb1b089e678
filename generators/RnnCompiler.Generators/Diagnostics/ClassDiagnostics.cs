using Microsoft.CodeAnalysis;
using RnnCompiler.Generators.Parsing;
using static RnnCompiler.Generators.Diagnostics.HelpLinks;

namespace RnnCompiler.Generators.Diagnostics;

/// <summary>Diagnostics of classes that cannot be models. In messages, {0} is the class and {1} is the detail that the kind of problem defines.</summary>
internal static class ClassDiagnostics
{
    private const DiagnosticSeverity Error = DiagnosticSeverity.Error;

    private static readonly DiagnosticDescriptor NotPartial = new(
        "RNN0001", "A model is not partial",
        "{0} should be partial, so that its code can be generated beside it",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0001"));

    private static readonly DiagnosticDescriptor ContainingTypeNotPartial = new(
        "RNN0002", "A type around a model is not partial",
        "{1} should be partial, so that the code of the model {0} can be generated inside it",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0002"));

    private static readonly DiagnosticDescriptor NotClass = new(
        "RNN0003", "A model is not an ordinary class",
        "A model should be an ordinary class; {0} is a {1}",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0003"));

    private static readonly DiagnosticDescriptor Generic = new(
        "RNN0004", "A model is generic",
        "The model {0} should have no type parameters, nor should a type around it; {1} has some",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0004"));

    private static readonly DiagnosticDescriptor FileLocal = new(
        "RNN0005", "A model is local to its file",
        "The code of the model {0} is generated in other files, so {1} should not be local to this one",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0005"));

    private static readonly DiagnosticDescriptor NotInstantiable = new(
        "RNN0006", "No object can be made of a model",
        "Models are objects with weights of their own, so {0} should not be {1}",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0006"));

    private static readonly DiagnosticDescriptor Constructor = new(
        "RNN0007", "A model has a constructor",
        "{0} should have no constructor of its own; models are made by Create and Load, which give them their weights",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0007"));

    private static readonly DiagnosticDescriptor BaseConstructor = new(
        "RNN0008", "The base class of a model cannot be constructed",
        "The base class of the model {0} should have a constructor that can be called without arguments; {1} has none",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0008"));

    private static readonly DiagnosticDescriptor RequiredMember = new(
        "RNN0009", "A model has a required member",
        "Create and Load cannot set {1}, so no member of the model {0} should be required",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0009"));

    private static readonly DiagnosticDescriptor NameTaken = new(
        "RNN0010", "A model has the name of a generated member",
        "Each model gets a member called {0}, so the model itself should have another name",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0010"));

    private static readonly DiagnosticDescriptor MemberTaken = new(
        "RNN0011", "A member of a model is also generated",
        "{1} is generated for the model {0}, so the member written here should have another name",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0011"));

    private static readonly DiagnosticDescriptor DeclaredTwice = new(
        "RNN0012", "A model is declared twice",
        "{0} should have one [RnnModel]; this is a further one",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0012"));

    private static readonly DiagnosticDescriptor LayerOnAnotherPart = new(
        "RNN0013", "A layer is declared on another part of its class",
        "The layers of {0} should all stand on the part with [RnnModel], since they apply in the order in which they are written; found [{1}] on another part",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0013"));

    private static readonly DiagnosticDescriptor UnknownLayer = new(
        "RNN0014", "A layer is of a later version",
        "This version of the generator does not know [{1}], a layer of {0}; the generator and the runtime should be of one version",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0014"));

    private static readonly DiagnosticDescriptor LanguageTooOld = new(
        "RNN0015", "The language version is too old",
        "The generated code of {0} needs C# 12 or later; the project is set to C# {1}",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0015"));

    private static readonly DiagnosticDescriptor RuntimeMissing = new(
        "RNN0016", "The runtime is not referenced",
        "The generated code of {0} calls RnnCompiler.Runtime, which the project should reference",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0016"));

    private static readonly DiagnosticDescriptor NotACell = new(
        "RNN0019", "The type of a recurrent layer is not a cell",
        "A recurrent layer of {0} should name a type with [Cell]; {1} has none",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0019"));

    private static readonly DiagnosticDescriptor CompiledCellUnreadable = new(
        "RNN0020", "A cell of another assembly cannot be read",
        "A layer of {0} needs the compiled form of a cell; {1}",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0020"));

    private static readonly DiagnosticDescriptor UnknownTarget = new(
        "RNN0021", "A target has no such name",
        "Targets of {0} should be some of {1}, separated by commas",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0021"));

    private static readonly DiagnosticDescriptor NameHidden = new(
        "RNN0025", "A declaration hides a name that generated code uses",
        "The generated code of {0} uses {1}, which this declaration hides; the declaration should have another name",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0025"));

    private static readonly DiagnosticDescriptor SettingWithoutEffect = new(
        "RNN0026", "A setting has no effect",
        "{1}, a part of {0}; leave it out",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Page("RNN0026"));

    private static readonly DiagnosticDescriptor LastStepOfBothDirections = new(
        "RNN0027", "The last step of a bidirectional layer",
        "[LastStep] takes the step at which the reverse direction of [{1}] has read a single element of the sequence, as y[-1]; [BothEnds] takes the step at which each "
        + "direction has read all of it",
        Category, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Page("RNN0027"));

    /// <summary>An MSBuild property of the project has a value that is not legal.</summary>
    public static readonly DiagnosticDescriptor PropertyValue = new(
        "RNN0022", "A property of the project has an unknown value",
        "The property {0} should be {1}; it is '{2}'",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0022"));

    /// <summary>The kernels of this project are compiled without optimisation.</summary>
    public static readonly DiagnosticDescriptor Unoptimised = new(
        "RNN0023", "Kernels are compiled without optimisation",
        "The kernels of {0} are compiled with this project, which is not optimised, so they take 14 to 47 times as long; set RnnKernels to RunTime, or move models to a "
        + "project with <Optimize>true</Optimize>",
        Category, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Page("RNN0023"));

    /// <summary>Kernels are to be compiled at run time, but RnnCompiler.Emit is not referenced.</summary>
    public static readonly DiagnosticDescriptor EmitMissing = new(
        "RNN0024", "RnnCompiler.Emit is not referenced",
        "The property RnnKernels is RunTime, so the kernels of {0} are made by RnnCompiler.Emit, which the project should reference; the package's targets do so",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0024"));

    /// <summary>The runtime has another contract version than generated code.</summary>
    public static readonly DiagnosticDescriptor ContractMismatch = new(
        "RNN0017", "The runtime is of another version than the generator",
        "The generated code of {0} is for a runtime of contract {1}; the referenced runtime keeps contract {2}",
        Category, Error, isEnabledByDefault: true, helpLinkUri: Page("RNN0017"));

    /// <summary>A class without [RnnModel] has layers.</summary>
    public static readonly DiagnosticDescriptor LayerWithoutModel = new(
        "RNN0018", "A layer is declared on a class that is not a model",
        "[{1}] has no effect on {0}, which has no [RnnModel]",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Page("RNN0018"));

    /// <summary>Gets all descriptors.</summary>
    public static IEnumerable<DiagnosticDescriptor> All =>
        [.. Enum.GetValues(typeof(ClassProblemKind)).Cast<ClassProblemKind>().Select(Of), ContractMismatch, LayerWithoutModel, PropertyValue, Unoptimised, EmitMissing];

    /// <summary>Creates the diagnostic of a problem.</summary>
    public static Diagnostic Create(ClassProblem problem, string model) => Diagnostic.Create(Of(problem.Kind), problem.Place, model, problem.Detail);

    private static DiagnosticDescriptor Of(ClassProblemKind kind) => kind switch
    {
        ClassProblemKind.NotPartial => NotPartial,
        ClassProblemKind.ContainingTypeNotPartial => ContainingTypeNotPartial,
        ClassProblemKind.NotClass => NotClass,
        ClassProblemKind.Generic => Generic,
        ClassProblemKind.FileLocal => FileLocal,
        ClassProblemKind.NotInstantiable => NotInstantiable,
        ClassProblemKind.Constructor => Constructor,
        ClassProblemKind.BaseConstructor => BaseConstructor,
        ClassProblemKind.RequiredMember => RequiredMember,
        ClassProblemKind.NameTaken => NameTaken,
        ClassProblemKind.MemberTaken => MemberTaken,
        ClassProblemKind.DeclaredTwice => DeclaredTwice,
        ClassProblemKind.LayerOnAnotherPart => LayerOnAnotherPart,
        ClassProblemKind.UnknownLayer => UnknownLayer,
        ClassProblemKind.LanguageTooOld => LanguageTooOld,
        ClassProblemKind.RuntimeMissing => RuntimeMissing,
        ClassProblemKind.NotACell => NotACell,
        ClassProblemKind.CompiledCellUnreadable => CompiledCellUnreadable,
        ClassProblemKind.UnknownTarget => UnknownTarget,
        ClassProblemKind.NameHidden => NameHidden,
        ClassProblemKind.SettingWithoutEffect => SettingWithoutEffect,
        ClassProblemKind.LastStepOfBothDirections => LastStepOfBothDirections,
        _ => throw new NotSupportedException($"There is no diagnostic for {kind}."),
    };
}
