using CharacterModel.Corpora;
using RnnCompiler;

namespace CharacterModel.Models;

/// <summary>Reads a character and predicts the next one: its outputs are logits, one for each character of the alphabet.</summary>
[RnnModel(SequenceLength = 64, Loss = Loss.CrossEntropy)]
[Embedding(Alphabet.Count, 32)]
[Lstm(192)]
[Dense(Alphabet.Count, Name = "head")]
public sealed partial class CharacterLstm;
