using Microsoft.Win32.SafeHandles;
using RnnCompiler;

// Started again and again by RnnCompiler.Benchmarks, which waits for the bytes of the first prediction. With the argument "empty" it predicts
// nothing and says so immediately: the rest is the cost of any program. The console is left alone, since opening it takes longer than predicting.
float[] state = new float[StartUpModel.OutputSize];
if (args is not ["empty"])
{
    float[] input = new float[StartUpModel.SequenceLength * StartUpModel.InputSize];
    for (int i = 0; i < input.Length; i++)
        input[i] = 1f / (i + 1);
    StartUpModel.Create(1).Forward(input, state);
}

using FileStream output = new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
output.Write(BitConverter.GetBytes(state[0]));

/// <summary>LSTM 1→16, T 100; the output is the last state.</summary>
[RnnModel(InputSize = 1, SequenceLength = 100), Lstm(16), LastStep]
internal sealed partial class StartUpModel;
