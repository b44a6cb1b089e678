using System.Globalization;
using Models;
using RnnCompiler;

// The interpreted runtime, of its own package, computes the same.
float[] input = [.. Enumerable.Range(0, Series.SequenceLength).Select(static i => MathF.Sin(0.3f * i))];
float[] output = new float[1];
Series.Create(seed: 1).Forward(input, output);
double[] reference = new double[1];
InterpretedModel.CreateDouble<Series>(seed: 1).Forward([.. input.Select(static x => (double)x)], reference);
Console.WriteLine($"forward {output[0].ToString("R", CultureInfo.InvariantCulture)}");
Console.WriteLine($"reference {((float)reference[0]).ToString("R", CultureInfo.InvariantCulture)}");
