using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>A model with the few facts that several parts of its surface speak of. None of them needs a schedule.</summary>
/// <param name="source">What was declared, and how much of it is emitted.</param>
/// <param name="module">Its functions.</param>
internal sealed class ModelShape(ModelSource source, Module module)
{
    public ModelIdentity Identity { get; } = source.Identity;

    public EmissionOptions Options { get; } = source.Options;

    public Module Module { get; } = module;

    public ModelDeclaration Declaration => Module.Declaration;

    /// <summary>Whether the model can be fed step by step.</summary>
    public bool HasStep => Module.Step is not null;

    /// <summary>The class as its own code spells it.</summary>
    public string ClassName => GeneratedNames.Keyword(Identity.Name);

    /// <summary>Elements of one step's input: features, or the one token id.</summary>
    public int InputSize => Declaration.HasTokenInput ? 1 : Declaration.InputSize;

    /// <summary>Token ids that exist, or 0.</summary>
    public int Vocabulary => Declaration.HasTokenInput ? ((EmbeddingDeclaration)Declaration.Layers[0]).Vocabulary : 0;

    /// <summary>The type of an element of the input.</summary>
    public string Input => Declaration.HasTokenInput ? "int" : "float";

    /// <summary>The type of an element of the target.</summary>
    public string Target => Declaration.HasClassTargets ? "int" : "float";

    /// <summary>The field of the kernels' frame that the input goes to.</summary>
    public string InputField => Declaration.HasTokenInput ? "Tokens" : "Input";

    public int InputLength => checked(Declaration.SequenceLength * InputSize);

    public int OutputLength => checked(Module.OutputSteps * Module.OutputSize);

    public int TargetLength => Declaration.HasClassTargets ? Module.OutputSteps : OutputLength;

    public long ParameterCount => Module.Parameters.Sum(static p => p.ElementCount);

    /// <summary>The shape of one sequence's input, in words for documentation.</summary>
    public string InputShape => Declaration.HasTokenInput
        ? $"[{Text(Declaration.SequenceLength)}] token ids from 0 to {Text(Vocabulary - 1)}"
        : $"[{Text(Declaration.SequenceLength)}, {Text(InputSize)}]";

    /// <summary>The shape of one step's input.</summary>
    public string StepInputShape => Declaration.HasTokenInput ? $"[1] token id from 0 to {Text(Vocabulary - 1)}" : $"[{Text(InputSize)}]";

    /// <summary>The shape of one sequence's output.</summary>
    public string OutputShape => $"[{Text(Module.OutputSteps)}, {Text(Module.OutputSize)}]";

    /// <summary>The shape of one step's output.</summary>
    public string StepOutputShape => $"[{Text(Module.OutputSize)}]";

    /// <summary>The shape with a leading axis.</summary>
    public static string Stack(string axis, string shape) => $"[{axis}, {shape.Substring(1)}";

    private static string Text(long number) => CSharpLiteral.Integer(number);
}
