namespace RnnCompiler.Generators.Parsing;

/// <summary>An input of a network.</summary>
/// <param name="Size">The features of a sequence; 0 for tokens.</param>
/// <param name="Vocabulary">The number of token ids; 0 for features.</param>
internal sealed record NetworkInput(int Size, int Vocabulary);
