using System.Numerics;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Interpreter.Tests.Rows;

/// <summary>
/// Random rows of a network of any inputs, outputs and length groups; the same in both precisions. What stands behind the end of a row is NaN, or an id out of range.
/// </summary>
internal sealed class PortExample
{
    private readonly ModelDeclaration _declaration;
    private readonly int _rows;
    private readonly int[][] _lengths;
    private readonly Dictionary<string, double[]> _reals = [];
    private readonly Dictionary<string, int[]> _ids = [];

    /// <summary>Draws rows.</summary>
    /// <param name="model">A model of the declaration.</param>
    /// <param name="lengths">The steps of each row, of each length group; empty if all rows are full.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="seed">The seed.</param>
    public PortExample(InterpretedModel<double> model, int[][] lengths, int rows, int seed)
    {
        _declaration = model.Declaration;
        _rows = rows;
        _lengths = lengths;
        Random random = new(seed);
        Compiler.Modules.NetworkPorts ports = new(Compiler.CompilerPipeline.Compile(_declaration), training: true);
        for (int i = 0; i < ports.Inputs.Count; i++)
        {
            Compiler.Modules.NetworkPort input = ports.Inputs[i];
            int? group = input.IsOverTime ? input.Group : null;
            Groups.Add((input.Name, ports.Groups.Any(g => g.Input == input.Name) ? group : null));
            if (i == ports.GeneratedIndex)
                continue; // a target
            if (input.Ids > 0)
                _ids[input.Name] = Draw(group, Steps(group), 1, () => random.Next(input.Ids), -7);
            else
                _reals[input.Name] = Draw(group, Steps(group), input.Size, () => (2 * random.NextSingle()) - 1, double.NaN);
        }

        foreach ((Compiler.Modules.NetworkPort output, Compiler.Modules.NetworkPort target) in ports.Outputs.Zip(ports.Targets))
        {
            if (_declaration.Generated is null)
                Outputs.Add((output.Name, _rows * Steps(output.IsOverTime ? output.Group : null) * output.Size));
            int? group = target.IsOverTime ? target.Group : null;
            if (target.Ids > 0)
                _ids["target " + output.Name] = Draw(group, Steps(group), 1, () => random.Next(-1, target.Ids), 1000);
            else
                _reals["target " + output.Name] = Draw(group, Steps(group), target.Size, () => random.NextSingle(), double.NaN);
        }
    }

    /// <summary>The names of inputs and the length groups that they begin.</summary>
    public List<(string Name, int? Group)> Groups { get; } = [];

    /// <summary>The names of outputs and their numbers of elements; none of a network that writes tokens itself.</summary>
    public List<(string Name, int Length)> Outputs { get; } = [];

    /// <summary>The inputs of real numbers, by name.</summary>
    public IEnumerable<string> RealInputs => Groups.Select(static g => g.Name).Where(_reals.ContainsKey);

    /// <summary>Draws the steps of each row, of each length group, 0 among them; empty, for full rows, of one seed in four.</summary>
    public static int[][] Lengths(ModelDeclaration declaration, int seed, int rows)
    {
        if (seed % 4 == 0)
            return [];
        Random random = new(seed);
        IEnumerable<InputDeclaration> others = declaration.Layers.OfType<InputDeclaration>().Where(static input => input.Length is not null);
        int[] largest = [declaration.SequenceLength, .. others.Select(static input => input.Length!.Value)];
        int[][] lengths = [.. largest.Select(steps => Enumerable.Range(0, rows).Select(_ => random.Next(steps + 1)).ToArray())];
        lengths[0][0] = declaration.SequenceLength;
        return lengths;
    }

    /// <summary>Returns the elements of an input of real numbers.</summary>
    public double[] Reals(string input) => _reals[input];

    /// <summary>Returns whether all steps of an input are those of a static vector.</summary>
    public bool IsIds(string input) => _ids.ContainsKey(input);

    /// <summary>Returns the ids of an input, or of a target after the word "target".</summary>
    public int[] Ids(string input) => _ids[input];

    /// <summary>Creates the rows of a model.</summary>
    public NetworkRows<T> Fill<T>(InterpretedModel<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NetworkRows<T> rows = model.CreateRows(_rows);
        Fill(rows);
        return rows;
    }

    /// <summary>Sets all inputs, targets and lengths.</summary>
    public void Fill<T>(NetworkRows<T> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach ((string name, double[] values) in _reals)
        {
            T[] converted = Array.ConvertAll(values, T.CreateChecked);
            if (name.StartsWith("target ", StringComparison.Ordinal))
                rows.SetTarget(name[7..], converted);
            else
                rows.Set(name, converted);
        }

        foreach ((string name, int[] values) in _ids)
        {
            if (name.StartsWith("target ", StringComparison.Ordinal))
                rows.SetTarget(name[7..], values);
            else
                rows.Set(name, values);
        }

        if (_lengths.Length == 0)
            return;
        rows.SetLengths(_lengths[0]);
        foreach ((string name, int? group) in Groups.Where(static g => g.Group is not null))
            rows.SetLengths(name, _lengths[group!.Value]);
    }

    /// <summary>Reads all outputs, one after the other.</summary>
    public double[] Read<T>(NetworkRows<T> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<double> all = [];
        foreach ((string name, int length) in Outputs)
        {
            T[] values = new T[length];
            rows.Read(name, values);
            all.AddRange(Array.ConvertAll(values, double.CreateChecked));
        }

        return [.. all];
    }

    private int Steps(int? group) => group switch
    {
        null => 1,
        0 => _declaration.SequenceLength,
        _ => _declaration.Layers.OfType<InputDeclaration>().Where(static input => input.Length is not null).ElementAt(group.Value - 1).Length!.Value,
    };

    private TElement[] Draw<TElement>(int? group, int steps, int size, Func<TElement> next, TElement poison)
    {
        TElement[] values = new TElement[_rows * steps * size];
        for (int i = 0; i < values.Length; i++)
        {
            int row = i / (steps * size), step = i / size % steps;
            bool isPresent = _lengths.Length == 0 || group is null || step < _lengths[group.Value][row];
            TElement value = next();
            values[i] = isPresent ? value : poison;
        }

        return values;
    }
}
