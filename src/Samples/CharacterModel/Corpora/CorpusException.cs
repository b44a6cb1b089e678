namespace CharacterModel.Corpora;

/// <summary>The text cannot be found, or is too short. The message is one line.</summary>
internal sealed class CorpusException(string message) : Exception(message);
