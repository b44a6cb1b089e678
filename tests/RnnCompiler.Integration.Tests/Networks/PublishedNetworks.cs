using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace RnnCompiler.Integration.Tests.Networks;

/// <summary>Detector of voice activity: the shape of Silero VAD's decoder behind a spectrum of 129 bins, a convolution and an LSTM, with a probability at each step.</summary>
[RnnModel(SequenceLength = 12, Loss = Loss.BinaryCrossEntropy)]
internal sealed partial class VoiceDetector
{
    /// <summary>Declares the network.</summary>
    /// <param name="spectrum">Magnitudes of a spectrum: [steps, 129].</param>
    /// <returns>Probabilities of voice: [steps, 1].</returns>
    [Network]
    public static Sequence Define([Size(129)] Sequence spectrum)
    {
        Sequence encoded = Conv(spectrum, channels: 128, kernel: 3, activation: Activation.Relu);
        return Dense(Lstm(encoded, 128), 1, Activation.Sigmoid, name: "probability");
    }
}

/// <summary>
/// Noise suppressor: the shape of RNNoise (Valin 2018, https://arxiv.org/abs/1709.08243), with PyTorch's GRU and without the output of its detector of voice activity. The
/// two later GRUs read features, states of earlier layers and each other.
/// </summary>
[RnnModel(SequenceLength = 10)]
internal sealed partial class NoiseSuppressor
{
    /// <summary>Declares the network.</summary>
    /// <param name="features">Cepstrum, its derivatives and pitch of a frame: [steps, 42].</param>
    /// <returns>Gains of bands: [steps, 22].</returns>
    [Network]
    public static Sequence Define([Size(42)] Sequence features)
    {
        Sequence encoded = Dense(features, 24, Activation.Tanh, name: "input_dense");
        Sequence voice = Gru(encoded, 24, name: "vad_gru");
        Sequence noise = Gru(Concat(encoded, voice, features), 48, name: "noise_gru");
        Sequence speech = Gru(Concat(voice, noise, features), 96, name: "denoise_gru");
        return Dense(speech, 22, Activation.Sigmoid, name: "gains");
    }
}

/// <summary>
/// Labeller of sequences: recurrent layers of both directions, as in "Neural machine translation by jointly learning to align and translate" (Bahdanau, Cho and Bengio
/// 2014), with scaled dot-product attention (Vaswani et al. 2017) of each step and of the mean over all of them.
/// </summary>
[RnnModel(SequenceLength = 21)]
internal sealed partial class Labeller
{
    /// <summary>Declares the network.</summary>
    /// <param name="x">Features of a step: [steps, 5].</param>
    /// <returns>Labels: [steps, 3].</returns>
    [Network]
    public static Sequence Define([Size(5)] Sequence x)
    {
        Sequence states = Concat(Gru(x, 12, name: "left"), Reverse(Gru(Reverse(x), 12, name: "right")));
        Sequence keys = Dense(states, 18, name: "keys"), values = Dense(states, 7, name: "values");
        Sequence context = Attention(Dense(states, 18, name: "query"), keys, values);
        Features summary = Attention(Mean(states), states, values);
        return Dense(Concat(states, context, summary), 3, name: "labels");
    }
}
