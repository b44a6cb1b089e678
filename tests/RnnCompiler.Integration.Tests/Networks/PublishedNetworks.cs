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
