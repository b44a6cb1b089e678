using System.Numerics;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter.Rows;

namespace RnnCompiler;

/// <summary>
/// Rows of a batch of an interpreted network, by name: inputs, targets, lengths and outputs. <see cref="InterpretedModel{T}.CreateRows"/> and
/// <see cref="InterpretedModel{T}.CreateStep"/> create it. Values stay until they are set again, and all are copied. One call may use it at a time.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class NetworkRows<T> : INetworkRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RowPorts _ports;
    private readonly RowLengths _lengths;
    private readonly RowValues<T>[] _inputs;
    private readonly RowValues<T>[] _targets;
    private readonly RowValues<T>[] _outputs;
    private float[]? _weights;

    internal NetworkRows(RowPorts ports, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        _ports = ports;
        _lengths = new RowLengths(ports, rows);
        Count = rows;
        _inputs = Create(ports.Inputs);
        _targets = Create(ports.Targets);
        _outputs = Create(ports.Outputs);
        Written = Array.Find(_inputs, static input => input.Port.Generated is not null);

        RowValues<T>[] Create(IReadOnlyList<RowPort> values) => [.. values.Select(port => new RowValues<T>(port, rows))];
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    internal ReadOnlySpan<RowValues<T>> Inputs => _inputs;

    internal ReadOnlySpan<RowValues<T>> Targets => _targets;

    internal ReadOnlySpan<RowValues<T>> Outputs => _outputs;

    internal RowPorts Ports => _ports;

    /// <summary>Gets what the decoder of a network that writes tokens itself reads in training; null for other networks.</summary>
    internal RowValues<T>? Written { get; }

    /// <summary>Sets an input of real numbers.</summary>
    /// <param name="input">Its name; <c>input</c> if the network has a single one without a name.</param>
    /// <param name="values">[rows, steps, features], or [rows, features] if it has one vector for each example. Nothing behind the end of a row is used.</param>
    /// <exception cref="ArgumentException">There is no such input, it is token ids, or the number of elements differs; nothing was changed.</exception>
    public void Set(string input, ReadOnlySpan<T> values) => FindGiven(input).Set(values);

    /// <summary>Sets an input of token ids. Those that the network writes itself are a target.</summary>
    /// <param name="input">Its name; <c>input</c> if the network has a single one without a name.</param>
    /// <param name="ids">[rows, steps]. Nothing behind the end of a row is used.</param>
    /// <exception cref="ArgumentException">There is no such input, it is real numbers, or the number of elements differs; nothing was changed.</exception>
    public void Set(string input, ReadOnlySpan<int> ids) => FindGiven(input).Set(ids);

    /// <summary>Sets the target of an output of real numbers.</summary>
    /// <param name="output">The name of the output; <c>output</c> if the network has a single one without a name.</param>
    /// <param name="values">Laid out as the output. Nothing behind the end of a row is used.</param>
    /// <exception cref="ArgumentException">There is no such output, targets are class ids, or the number of elements differs; nothing was changed.</exception>
    public void SetTarget(string output, ReadOnlySpan<T> values) => FindTarget(output).Set(values);

    /// <summary>
    /// Sets the target of an output of class ids. That of the first output of a network that writes tokens itself is what it is to write, the stop token included: the decoder
    /// reads it behind the start token.
    /// </summary>
    /// <param name="output">
    /// The name of the output; <c>output</c> if the network has a single one without a name. The first one also has the name of the input that the network writes itself.
    /// </param>
    /// <param name="classes">[rows, output steps]; −1 for a step that does not count. Nothing behind the end of a row is used.</param>
    /// <exception cref="ArgumentException">There is no such output, targets are real numbers, or the number of elements differs; nothing was changed.</exception>
    public void SetTarget(string output, ReadOnlySpan<int> classes) => FindTarget(output).Set(classes);

    /// <summary>Sets the lengths of sequences of the length of the model. A row of length 0 has outputs 0 and does not count in a loss.</summary>
    /// <param name="lengths">The steps of each row; empty if all rows are full.</param>
    /// <exception cref="ArgumentException">The number of lengths is not that of the rows; nothing was changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative or above the largest; nothing was changed.</exception>
    public void SetLengths(ReadOnlySpan<int> lengths) => _lengths.Set(0, lengths);

    /// <summary>
    /// Sets the lengths of the sequences of an input that has a length of its own, also of one that the network writes itself. Reductions over a row of length 0 give 0.
    /// </summary>
    /// <param name="input">The name of the input.</param>
    /// <param name="lengths">The steps of each row; empty if all rows are full.</param>
    /// <exception cref="ArgumentException">There is no such input, it has no length of its own, or the number of lengths is not that of the rows; nothing was changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative or above the largest; nothing was changed.</exception>
    public void SetLengths(string input, ReadOnlySpan<int> lengths)
    {
        RowPort port = Find(_inputs, input, nameof(input)).Port;
        if (port.Mask is null)
            throw new ArgumentException($"Expected an input with a length of its own, but \"{input}\" of {_ports.Declaration.Name} has none.", nameof(input));
        _lengths.Set(port.Group!.Value, lengths);
    }

    /// <summary>Sets the weights of rows in a loss.</summary>
    /// <param name="weights">A finite number of at least 0 for each row; empty for 1.</param>
    /// <exception cref="ArgumentException">The number of weights is not that of the rows, or a weight is negative or not finite; nothing was changed.</exception>
    public void SetWeights(ReadOnlySpan<float> weights)
    {
        if (!weights.IsEmpty)
            Guard.Length(weights.Length, Count, nameof(weights));
        for (int row = 0; row < weights.Length; row++)
        {
            if (!(weights[row] >= 0 && float.IsFinite(weights[row])))
                throw new ArgumentOutOfRangeException(nameof(weights), weights[row], $"Expected finite weights of at least 0, but {weights[row]} was given for row {row}.");
        }

        if (weights.IsEmpty)
            _weights = null;
        else
            weights.CopyTo(_weights ??= new float[Count]);
    }

    /// <summary>Copies an output of the last call of <c>Forward</c> or <c>Step</c>; it is 0 behind the end of a row.</summary>
    /// <param name="output">The name of the output; <c>output</c> if the network has a single one without a name.</param>
    /// <param name="destination">[rows, steps, features], or [rows, features] if it has one vector for each example.</param>
    /// <exception cref="ArgumentException">There is no such output, or the number of elements differs.</exception>
    public void Read(string output, Span<T> destination)
    {
        if (_ports.Written is { } written)
            throw new ArgumentException($"Expected a network with outputs to read, but {_ports.Declaration.Name} writes {written.Name} itself: call Generate.", nameof(output));
        RowValues<T> values = Find(_outputs, output, nameof(output));
        Guard.Length(destination.Length, values.Reals.Length, nameof(destination));
        values.Reals.CopyTo(destination);
    }

    /// <summary>Returns the steps of a row in a length group.</summary>
    internal int Steps(int group, int row) => _lengths.Steps(group, row);

    /// <summary>Returns the steps of an input, target or output that a row has.</summary>
    internal int StepsOf(RowPort port, int row) => port.Group is { } group ? _lengths.Steps(group, row) : 1;

    /// <summary>
    /// Gets the steps of the only row in the length group of the model, if an input that is given has them; else the most, since the steps are those of what is written.
    /// </summary>
    internal int GivenSteps => Array.Exists(_inputs, static input => input.Port is { Group: 0, Generated: null }) ? Steps(0, 0) : _ports.GroupSteps[0];

    /// <summary>Returns the weight of a row in a loss.</summary>
    internal float Weight(int row) => _weights is null ? 1 : _weights[row];

    /// <summary>
    /// Checks that the rows belong to a model of a declaration, and that all that a call reads was set and is in range. If it reads targets, what the decoder reads becomes the
    /// true tokens.
    /// </summary>
    internal void Check(ModelDeclaration declaration, bool isStep, bool readsTargets)
    {
        ModelDeclaration own = _ports.Declaration;
        if (!ReferenceEquals(declaration, own) && !declaration.Equals(own))
            throw new ArgumentException($"Expected rows of {declaration.Name}, but those of {own.Name}, which is declared otherwise, were given.", "rows");
        if (_ports.IsStep != isStep)
            throw new ArgumentException($"Expected rows that {Creator(isStep)} created, but those of {Creator(_ports.IsStep)} were given.", "rows");
        Check(_inputs, "input", 0, always: _ports.Written is not null && !readsTargets);
        if (readsTargets)
            Check(_targets, "target", -1, always: false);
        if (readsTargets && Written is { } written)
            written.SetShifted(_targets[0], written.Port.Generated!.Start);

        static string Creator(bool isStep) => isStep ? "CreateStep" : "CreateRows";
    }

    /// <summary>Checks values, of rows without steps only if that is asked for: the length group of the model may be that of what is written.</summary>
    private void Check(RowValues<T>[] all, string kind, int least, bool always)
    {
        foreach (RowValues<T> values in all)
        {
            if (values.Port.Generated is not null)
                continue;
            if (!values.IsSet)
                throw new InvalidOperationException($"Expected the {kind} {values.Port.Name} to be set before the call, but it was not.");
            for (int row = 0; values.Port.IsIds && row < Count; row++)
            {
                if (always || _lengths.Steps(0, row) > 0)
                    values.CheckIds(row, StepsOf(values.Port, row), least);
            }
        }
    }

    private RowValues<T> FindGiven(string input)
    {
        if (_ports.Written is { } written && written.Name == input)
        {
            throw new ArgumentException(
                $"Expected an input that {_ports.Declaration.Name} is given, but it writes \"{input}\" itself: in training that is a target, which SetTarget sets.", nameof(input));
        }

        return Find(_inputs, input, nameof(input));
    }

    private RowValues<T> FindTarget(string output)
    {
        bool isWritten = _ports.Written is { } written && written.Name == output && !Array.Exists(_targets, target => target.Port.Name == output);
        return isWritten ? _targets[0] : Find(_targets, output, nameof(output));
    }

    private RowValues<T> Find(RowValues<T>[] all, string name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        foreach (RowValues<T> values in all)
        {
            if (values.Port.Name == name)
                return values;
        }

        string expected = string.Join(", ", all.Select(static values => $"\"{values.Port.Name}\""));
        throw new ArgumentException($"Expected one of {expected} of {_ports.Declaration.Name}, but \"{name}\" was given.", parameter);
    }

    ReadOnlySpan<RowValues<T>> INetworkRows<T>.Inputs => Inputs;

    ReadOnlySpan<RowValues<T>> INetworkRows<T>.Targets => Targets;

    ReadOnlySpan<RowValues<T>> INetworkRows<T>.Outputs => Outputs;

    RowValues<T>? INetworkRows<T>.Written => Written;

    RowPorts INetworkRows<T>.Ports => Ports;

    int INetworkRows<T>.Steps(int group, int row) => Steps(group, row);

    int INetworkRows<T>.StepsOf(RowPort port, int row) => StepsOf(port, row);

    float INetworkRows<T>.Weight(int row) => Weight(row);
}
