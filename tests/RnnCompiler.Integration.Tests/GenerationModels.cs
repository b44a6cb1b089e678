using RnnCompiler.ModelZoo;

namespace RnnCompiler.Integration.Tests;

public partial class GenerationTests
{
    /// <summary>A kind of model that predicts the next token.</summary>
    public enum Kind
    {
        /// <summary>Outputs are logits; streams are advanced one after another.</summary>
        Logits,

        /// <summary>Outputs are probabilities; two levels, and states that are learned.</summary>
        Probabilities,

        /// <summary>Weights above 24 KB: streams are advanced in blocks of rows.</summary>
        Large,

        /// <summary>Weights of one byte, and two dense layers.</summary>
        Quantised,
    }

    private delegate int Generation(ReadOnlySpan<int> prompt, Span<int> tokens, GenerationOptions options);

    private static Tokens Of(Kind kind) => kind switch
    {
        Kind.Logits => Tokens.Of(TokensEachStep.Create(Seed), static m => m.Generate, false),
        Kind.Probabilities => Tokens.Of(TokenProbabilities.Create(Seed), static m => m.Generate, true),
        Kind.Large => Tokens.Of(LargeTokens.Create(Seed), static m => m.Generate, false),
        _ => Tokens.Of(QuantisedTokens.Create(Seed), static m => m.Generate, false),
    };

    [RnnModel(SequenceLength = 6, Loss = Loss.CrossEntropy), Embedding(9, 8), Gru(11, Layers = 2, LearnInitialState = true), Dense(9, Activation = Activation.Softmax)]
    private sealed partial class TokenProbabilities;

    [RnnModel(SequenceLength = 6, Loss = Loss.CrossEntropy), Embedding(17, 24), Lstm(48, Layers = 2), Dense(17)]
    private sealed partial class LargeTokens;

    [RnnModel(SequenceLength = 6, Loss = Loss.CrossEntropy, Weights = WeightFormat.Int8), Embedding(12, 24), Gru(40), Dense(20, Activation = Activation.Tanh), Dense(12)]
    private sealed partial class QuantisedTokens;

    [RnnModel(SequenceLength = 6, Loss = Loss.CrossEntropy), Embedding(12, 4), Gru(4), Dense(11)]
    private sealed partial class OtherVocabulary;

    [RnnModel(SequenceLength = 6, Loss = Loss.CrossEntropy), Embedding(12, 4), Gru(4, Bidirectional = true), Dense(12)]
    private sealed partial class Backwards;

    [RnnModel(SequenceLength = 6), Embedding(12, 4), Gru(4), Dense(12)]
    private sealed partial class OtherLoss;

    /// <summary>A model and its interpreted counterparts.</summary>
    private sealed record Tokens(
        int Vocabulary, bool AreProbabilities, Generation Generate, Generation Interpreted, Generation InterpretedDouble, Func<int[], float[]> Step, Action<int> SetThreads)
    {
        public static Tokens Of<TModel>(TModel model, Func<TModel, Generation> generate, bool areProbabilities)
            where TModel : IRecurrentModel<TModel>, IStreamingModel<int>, ISequenceModel<int>
        {
            // Larger weights than those of the draw, so that tokens depend on the text.
            foreach (ModelParameter parameter in TModel.Parameters)
            {
                float[] values = new float[parameter.Length];
                model.ReadParameter(parameter.Name, values);
                model.WriteParameter(parameter.Name, [.. values.Select(static v => 2.5f * v)]);
            }

            return new Tokens(
                InterpretedModel.CopyOf(model).OutputSize,
                areProbabilities,
                generate(model),
                InterpretedModel.CopyOf(model).Generate,
                InterpretedModel.CopyOfDouble(model).Generate,
                text => Run(model, text, InterpretedModel.CopyOf(model).OutputSize),
                threads => model.Threads = threads);
        }

        /// <summary>Returns the outputs of a stream after a text.</summary>
        private static float[] Run(IStreamingModel<int> model, int[] text, int outputSize)
        {
            float[] outputs = new float[outputSize];
            ModelState state = model.CreateState();
            foreach (int token in text)
                model.Step(state, [token], outputs);
            return outputs;
        }
    }
}
