using CharacterModel.Corpora;
using CharacterModel.Models;
using RnnCompiler;

namespace CharacterModel.Generation;

/// <summary>A way to continue a prompt.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Length">The most characters.</param>
/// <param name="Options">How characters are chosen.</param>
internal sealed record Passage(string Name, int Length, GenerationOptions Options)
{
    /// <summary>Returns the passages of a run.</summary>
    /// <param name="seed">Seed of drawn characters.</param>
    public static IReadOnlyList<Passage> All(ulong seed) =>
    [
        new("the most probable characters", 200, new GenerationOptions()),
        new("drawn, temperature 0.7, top-p 0.95", 800, new GenerationOptions { Temperature = 0.7, TopP = 0.95, Seed = seed }),
        new("beam search to the end of the line, 8 beams", 120, new GenerationOptions { Beams = 8, StopTokens = [Alphabet.EndOfLine] }),
    ];

    /// <summary>Continues a prompt.</summary>
    /// <param name="model">The network.</param>
    /// <param name="prompt">The ids of at least one character.</param>
    /// <param name="write">Receives each character.</param>
    /// <param name="cancellation">Ends the passage after the current character.</param>
    /// <returns>The text after the prompt.</returns>
    /// <exception cref="OperationCanceledException">Generation was cancelled.</exception>
    public string Write(CharacterLstm model, ReadOnlySpan<int> prompt, Action<char> write, CancellationToken cancellation)
    {
        int[] ids = new int[Length];
        int written = model.Generate(prompt, ids, Options with
        {
            OnToken = id =>
            {
                write(Alphabet.Character(id));
                return !cancellation.IsCancellationRequested;
            },
        });
        cancellation.ThrowIfCancellationRequested();
        return Alphabet.Text(ids.AsSpan(0, written));
    }
}
