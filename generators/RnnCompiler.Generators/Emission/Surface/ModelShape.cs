using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>A model with the facts that several emitters of its surface need. None of them needs a schedule.</summary>
/// <param name="source">The declaration, and the options that say how much is emitted.</param>
/// <param name="module">The functions of the model.</param>
internal sealed class ModelShape(ModelSource source, Module module)
{
    public ModelIdentity Identity { get; } = source.Identity;

    public EmissionOptions Options { get; } = source.Options;

    public Module Module { get; } = module;

    public ModelDeclaration Declaration => Module.Declaration;

    /// <summary>Gets whether the model supports streaming (one step at a time).</summary>
    public bool HasStep => Module.Step is not null;

    /// <summary>Gets the members of a network with several inputs or outputs; null if it has one of each.</summary>
    public NetworkShape? Network { get; } = module.Declaration.IsPlain ? null : new NetworkShape(NetworkSurface.Of(module));

    /// <summary>Gets the name of the class as source code spells it.</summary>
    public string ClassName => GeneratedNames.Keyword(Identity.Name);

    /// <summary>Gets the elements of one step's input: the features, or 1 for a token id.</summary>
    public int InputSize => Declaration.HasTokenInput ? 1 : Declaration.InputSize;

    /// <summary>Gets the size of the vocabulary, or 0 if the input is not tokens.</summary>
    public int Vocabulary => Declaration.Vocabulary;

    /// <summary>Gets the type of an element of the input.</summary>
    public string Input => Declaration.HasTokenInput ? "int" : "float";

    /// <summary>Gets the type of an element of the target.</summary>
    public string Target => Declaration.HasClassTargets ? "int" : "float";

    /// <summary>Gets the field of the kernel frame that refers to the input.</summary>
    public string InputField => Declaration.HasTokenInput ? "Tokens" : "Input";

    public int InputLength => checked(Declaration.SequenceLength * InputSize);

    public int OutputLength => checked(Module.OutputSteps * Module.OutputSize);

    public int TargetLength => Module.TargetRow.Length;

    public long StateLength => Module.States.Sum(static s => (long)s.Type.Rows);

    public long ParameterCount => Module.Parameters.Sum(static p => p.ElementCount);

    /// <summary>Gets the shape of one sequence's input, as text for documentation.</summary>
    public string InputShape => Declaration.HasTokenInput
        ? $"[{Text(Declaration.SequenceLength)}] token ids from 0 to {Text(Vocabulary - 1)}"
        : $"[{Text(Declaration.SequenceLength)}, {Text(InputSize)}]";

    /// <summary>Gets the shape of one step's input.</summary>
    public string StepInputShape => Declaration.HasTokenInput ? $"[1] token id from 0 to {Text(Vocabulary - 1)}" : $"[{Text(InputSize)}]";

    /// <summary>Gets the shape of one sequence's output.</summary>
    public string OutputShape => $"[{Text(Module.OutputSteps)}, {Text(Module.OutputSize)}]";

    /// <summary>Gets the shape of one step's output.</summary>
    public string StepOutputShape => $"[{Text(Module.OutputSize)}]";

    /// <summary>Returns a shape with a leading axis added.</summary>
    public static string Stack(string axis, string shape) => $"[{axis}, {shape.Substring(1)}";

    private static string Text(long number) => CSharpLiteral.Integer(number);
}
