namespace RnnCompiler.Integration.Tests.Networks;

/// <summary>
/// Layers of one sequence [steps][features] in double precision, in plain loops: PyTorch's formulas, with PyTorch's names, shapes and gate orders of parameters. It shares no
/// code with the library.
/// </summary>
/// <param name="parameters">The parameters by name, row-major.</param>
internal sealed class PlainLayers(IReadOnlyDictionary<string, double[]> parameters)
{
    /// <summary>Computes 1 / (1 + e^(−x)).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>Joins the features of sequences at each step.</summary>
    public static double[][] Join(params double[][][] sequences)
    {
        double[][] joined = new double[sequences[0].Length][];
        for (int t = 0; t < joined.Length; t++)
            joined[t] = [.. sequences.SelectMany(sequence => sequence[t])];
        return joined;
    }

    /// <summary>Computes softmax(q · kₛ / √d) over the steps s of the keys, then the sum of the values with these weights.</summary>
    public static double[] Attend(double[] query, double[][] keys, double[][] values)
    {
        double[] weights = [.. keys.Select(key => Math.Exp(key.Zip(query, static (k, q) => k * q).Sum() / Math.Sqrt(query.Length)))];
        double total = weights.Sum();
        return [.. Enumerable.Range(0, values[0].Length).Select(i => values.Select((value, s) => weights[s] / total * value[i]).Sum())];
    }

    /// <summary>Returns a row of an embedding for each id.</summary>
    public double[][] Embed(string name, int size, IEnumerable<int> ids) => [.. ids.Select(id => parameters[$"{name}.weight"][(id * size)..((id + 1) * size)])];

    /// <summary>Computes W x + b at each step.</summary>
    public double[][] Linear(string name, double[][] x, Func<double, double> activation)
    {
        double[][] output = new double[x.Length][];
        for (int t = 0; t < x.Length; t++)
        {
            output[t] = Affine(parameters[$"{name}.weight"], parameters[$"{name}.bias"], x[t]);
            for (int i = 0; i < output[t].Length; i++)
                output[t][i] = activation(output[t][i]);
        }

        return output;
    }

    /// <summary>Computes a causal convolution: tap k of the weight [channels, in, kernel] reads step t − (kernel − 1 − k), which is 0 before the first.</summary>
    public double[][] Conv1d(string name, double[][] x, int kernel, Func<double, double> activation)
    {
        double[] weight = parameters[$"{name}.weight"], bias = parameters[$"{name}.bias"];
        int size = x[0].Length;
        double[][] output = new double[x.Length][];
        for (int t = 0; t < x.Length; t++)
        {
            output[t] = new double[bias.Length];
            for (int channel = 0; channel < bias.Length; channel++)
            {
                double sum = bias[channel];
                for (int tap = 0; tap < kernel; tap++)
                {
                    int read = t - (kernel - 1 - tap);
                    for (int i = 0; i < size && read >= 0; i++)
                        sum += weight[(((channel * size) + i) * kernel) + tap] * x[read][i];
                }

                output[t][channel] = activation(sum);
            }
        }

        return output;
    }

    /// <summary>Computes an LSTM from states of zero; gates are ordered i, f, g, o.</summary>
    public double[][] Lstm(string name, double[][] x)
    {
        int n = parameters[$"{name}.bias_ih_l0"].Length / 4;
        double[] h = new double[n], c = new double[n];
        double[][] output = new double[x.Length][];
        for (int t = 0; t < x.Length; t++)
        {
            (double[] a, double[] b) = Gates(name, x[t], h);
            double[] next = new double[n];
            for (int j = 0; j < n; j++)
            {
                double input = Sigmoid(a[j] + b[j]), forget = Sigmoid(a[n + j] + b[n + j]);
                double cell = Math.Tanh(a[(2 * n) + j] + b[(2 * n) + j]), gate = Sigmoid(a[(3 * n) + j] + b[(3 * n) + j]);
                c[j] = (forget * c[j]) + (input * cell);
                next[j] = gate * Math.Tanh(c[j]);
            }

            output[t] = h = next;
        }

        return output;
    }

    /// <summary>Computes a GRU from a state, zero if none is given; gates are ordered r, z, n, and the reset gate is applied after the product with the state.</summary>
    public double[][] Gru(string name, double[][] x, double[]? initial = null)
    {
        int n = parameters[$"{name}.bias_ih_l0"].Length / 3;
        double[] h = initial ?? new double[n];
        double[][] output = new double[x.Length][];
        for (int t = 0; t < x.Length; t++)
        {
            (double[] a, double[] b) = Gates(name, x[t], h);
            double[] next = new double[n];
            for (int j = 0; j < n; j++)
            {
                double reset = Sigmoid(a[j] + b[j]), update = Sigmoid(a[n + j] + b[n + j]);
                double candidate = Math.Tanh(a[(2 * n) + j] + (reset * b[(2 * n) + j]));
                next[j] = ((1 - update) * candidate) + (update * h[j]);
            }

            output[t] = h = next;
        }

        return output;
    }

    private static double[] Affine(double[] weight, double[] bias, double[] x)
    {
        double[] y = new double[bias.Length];
        for (int row = 0; row < y.Length; row++)
        {
            y[row] = bias[row];
            for (int i = 0; i < x.Length; i++)
                y[row] += weight[(row * x.Length) + i] * x[i];
        }

        return y;
    }

    private (double[] Input, double[] Recurrent) Gates(string name, double[] x, double[] h) =>
        (Affine(parameters[$"{name}.weight_ih_l0"], parameters[$"{name}.bias_ih_l0"], x), Affine(parameters[$"{name}.weight_hh_l0"], parameters[$"{name}.bias_hh_l0"], h));
}
