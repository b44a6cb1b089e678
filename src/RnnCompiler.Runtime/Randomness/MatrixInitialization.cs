namespace RnnCompiler.CompilerServices;

/// <summary>
/// Initial matrices whose elements are not drawn independently. Additions, multiplications, divisions and roots only, in one order: the same bits on every
/// machine.
/// </summary>
internal static class MatrixInitialization
{
    /// <summary>A number on the diagonal, 0 elsewhere (Le, Jaitly and Hinton 2015).</summary>
    public static void Identity(Span<float> values, int columns, double scale)
    {
        values.Clear();
        for (int i = 0; i < columns && i * (columns + 1) < values.Length; i++)
            values[i * (columns + 1)] = (float)scale;
    }

    /// <summary>
    /// A random matrix with orthonormal rows, or columns where there are more rows, times a number (Saxe, McClelland and Ganguli 2014): normal numbers,
    /// made orthogonal by the method of Gram and Schmidt, twice, which is enough (Giraud, Langou and Rozložník 2005).
    /// </summary>
    public static void Orthogonal(Span<float> values, int columns, double scale, Func<double> normal)
    {
        int rows = values.Length / columns;
        (int count, int length) = rows <= columns ? (rows, columns) : (columns, rows);
        double[][] directions = new double[count][];
        for (int i = 0; i < count; i++)
            directions[i] = NextDirection(directions.AsSpan(0, i), length, normal);

        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
                values[r * columns + c] = (float)(scale * (rows <= columns ? directions[r][c] : directions[c][r]));
        }
    }

    private static double[] NextDirection(ReadOnlySpan<double[]> before, int length, Func<double> normal)
    {
        double[] direction = new double[length];
        while (true)
        {
            for (int j = 0; j < length; j++)
                direction[j] = normal();

            double drawn = Dot(direction, direction);
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (double[] other in before)
                {
                    double share = Dot(direction, other);
                    for (int j = 0; j < length; j++)
                        direction[j] -= share * other[j];
                }
            }

            // A row in the span of the others, which almost never occurs, is drawn again.
            double left = Dot(direction, direction);
            if (left > 1e-12 * drawn)
            {
                double norm = Math.Sqrt(left);
                for (int j = 0; j < length; j++)
                    direction[j] /= norm;

                return direction;
            }
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int j = 0; j < a.Length; j++)
            sum += a[j] * b[j];

        return sum;
    }
}
