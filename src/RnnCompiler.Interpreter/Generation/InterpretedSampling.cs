using System.Numerics;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter.Models;
using RnnCompiler.Interpreter.Rows;

namespace RnnCompiler.Interpreter.Generation;

/// <summary>Scheduled sampling of the rows of an interpreted trainer, with weights in the declared format, as inference has them.</summary>
internal sealed class InterpretedSampling<T> : ScheduledSampling
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly EncodedExample<T> _example;
    private readonly InterpretedDecoder<T> _decoder;
    private readonly T[] _before;
    private INetworkRows<T>? _rows;
    private int _row;
    private bool _starts;

    /// <summary>Prepares sampling.</summary>
    /// <param name="module">A module with a decoder.</param>
    /// <param name="parameters">The parameters of the model.</param>
    /// <param name="states">The states of a row.</param>
    public InterpretedSampling(Module module, ParameterValues<T> parameters, StateValues<T> states)
        : this(new InterpretedDecoder<T>(ExampleOf(module, parameters, states), 1), states)
    {
    }

    private InterpretedSampling(InterpretedDecoder<T> decoder, StateValues<T> states)
        : base(decoder)
    {
        _decoder = decoder;
        _example = decoder.Example;
        _before = new T[states.Length];
    }

    /// <summary>Replaces tokens that the decoder reads in a row, which are the true ones.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="row">The row.</param>
    /// <param name="before">The states before the first step of the rows.</param>
    /// <param name="probability">The probability of a true token.</param>
    /// <param name="seed">Seed of the draws of the row, from <see cref="ScheduledSampling.SeedOf"/>.</param>
    public void Run(INetworkRows<T> rows, int row, RowStates<T> before, double probability, ulong seed)
    {
        RowValues<T> written = rows.Written!;
        int count = rows.StepsOf(written.Port, row);
        if (rows.Steps(0, row) == 0 || count < 2)
            return;
        (_rows, _row, _starts) = (rows, row, before.Starts(row));
        if (!_starts)
            before.Of(row, _before.Length).CopyTo(_before);
        Replace(written.IdsOf(row, count), count, probability, seed);
        _rows = null;
    }

    /// <inheritdoc/>
    protected override void Encode()
    {
        _example.Encode(_rows!, _row, _rows!.Steps(0, _row), _starts ? default : _before);
        _decoder.Restart();
    }

    private static EncodedExample<T> ExampleOf(Module module, ParameterValues<T> parameters, StateValues<T> states)
    {
        WeightRounding rounding = new(module);
        DecoderFunctions<T> functions = new(module, parameters, states);
        return new EncodedExample<T>(functions, new FunctionRunner<T>(module.Sequence, parameters, rounding), new FunctionRunner<T>(module.Step!, parameters, rounding));
    }
}
