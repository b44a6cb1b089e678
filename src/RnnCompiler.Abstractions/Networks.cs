namespace RnnCompiler;

/// <summary>
/// Marks the method whose body is the network of a class with <see cref="RnnModelAttribute"/>. The method is static; its parameters are the inputs, of the types
/// <c>Sequence</c>, <c>Features</c> and <c>Tokens</c> of <c>RnnCompiler.Networks</c>, and it returns the output: a <c>Sequence</c>, <c>Features</c>, or a tuple of them. At
/// most eight inputs and eight outputs. The class has no attributes of layers. The generator reads the body at compile time; a call at run time records the same network with a
/// <c>NetworkBuilder</c>.
/// </summary>
/// <example><code>
/// [RnnModel(SequenceLength = 2048)]
/// public sealed partial class Amp
/// {
///     [Network]
///     public static Sequence Define(Sequence x) => x + Dense(Lstm(x, 16), 1, name: "head");
/// }
/// </code></example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class NetworkAttribute : Attribute;

/// <summary>
/// Sets the number of features of an input of a network: at each step of a <c>Sequence</c>, or of the vector of <c>Features</c>. Without it, an input has 1 feature.
/// </summary>
/// <param name="size">Features, at least 1.</param>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class SizeAttribute(int size) : Attribute
{
    /// <summary>Features, at least 1.</summary>
    public int Size { get; } = size;
}

/// <summary>Sets the number of token ids of an input of a network that is <c>Tokens</c>: the ids are from 0 to the vocabulary − 1.</summary>
/// <param name="vocabulary">Number of token ids, at least 1.</param>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class VocabularyAttribute(int vocabulary) : Attribute
{
    /// <summary>Number of token ids, at least 1.</summary>
    public int Vocabulary { get; } = vocabulary;
}

/// <summary>
/// Sets the number of steps of an input of a network, a <c>Sequence</c> or <c>Tokens</c>. The input begins a length group: its rows have lengths of their own, also if the
/// number is <see cref="RnnModelAttribute.SequenceLength"/>. Inputs without the attribute have the lengths of the model.
/// </summary>
/// <param name="length">Steps, at least 1.</param>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class LengthAttribute(int length) : Attribute
{
    /// <summary>Steps, at least 1.</summary>
    public int Length { get; } = length;
}

/// <summary>
/// Marks an input of a network, <c>Tokens</c>, that the network writes itself, one token after another. In training it is the target of the first output, shifted by one step
/// behind the start token (teacher forcing, Williams and Zipser 1989). A network has at most one.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class GeneratedAttribute : Attribute
{
    /// <summary>The token id before the first one that is written; from 0 to the vocabulary − 1.</summary>
    public int Start { get; set; }

    /// <summary>The token id that ends the sequence; from 0 to the vocabulary − 1.</summary>
    public int Stop { get; set; }
}

/// <summary>
/// Marks the method that computes the loss of one example of a class with <see cref="RnnModelAttribute"/>. The method is static; its parameters are the outputs of the network
/// in their order, then the targets in the same order, <c>Tokens</c> for class ids; it returns <c>Features</c> of size 1. The loss of a batch is the mean over rows of at least
/// one step. The class does not set <see cref="RnnModelAttribute.Loss"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class LossFunctionAttribute : Attribute;
