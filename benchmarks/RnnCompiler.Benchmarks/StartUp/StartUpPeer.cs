using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.Win32.SafeHandles;
using RnnCompiler.Benchmarks.Engines;
using RnnCompiler.Benchmarks.Models;
using TorchSharp;

namespace RnnCompiler.Benchmarks.StartUp;

/// <summary>The work of RnnCompiler.StartUp by a peer in a separate process, with the model in the peer's file format.</summary>
internal static class StartUpPeer
{
    private const int Steps = Lstm1To16Short.SequenceLength;

    /// <summary>The input of all programs.</summary>
    public static float[] Input { get; } = [.. Enumerable.Range(0, Steps).Select(static i => 1f / (i + 1))];

    /// <summary>Predicts, and writes the first element of the last state to the standard output.</summary>
    public static void Run(string engine, string file)
    {
        float prediction = engine switch
        {
            EngineTable.Onnx => Onnx(file),
            EngineTable.Torch => Torch(file),
            _ => Interpreted(),
        };
        using FileStream output = new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        output.Write(BitConverter.GetBytes(prediction));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float Onnx(string file)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using InferenceSession session = new(file, options);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(Input, [Steps, 1, 1]);
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, ["X"], [input], ["h"]);
        return outputs[0].GetTensorDataAsSpan<float>()[0];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float Torch(string file)
    {
        torch.set_num_threads(1);
        using TorchSharp.Modules.LSTM network = torch.nn.LSTM(1, Lstm1To16Short.OutputSize);
        network.load(file);
        using IDisposable quiet = torch.no_grad();
        (_, torch.Tensor state, _) = network.call(torch.tensor(Input).reshape(Steps, 1, 1));
        return state.data<float>()[0];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float Interpreted()
    {
        float[] state = new float[Lstm1To16Short.OutputSize];
        InterpretedModel.Create<Lstm1To16Short>(1).Forward(Input, state);
        return state[0];
    }
}
