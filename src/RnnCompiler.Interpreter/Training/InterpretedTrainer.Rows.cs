using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter.Models;
using RnnCompiler.Interpreter.Training;

namespace RnnCompiler;

public sealed partial class InterpretedTrainer<T>
{
    /// <summary>Computes the gradients of rows by name, clips them and updates the parameters.</summary>
    /// <param name="rows">1 to <see cref="BatchSize"/> rows, which a model of the same declaration created. Nothing behind the end of a row is read.</param>
    /// <param name="initialStates">The states before the first step, rows of StateLength elements; empty for the initial values.</param>
    /// <returns>
    /// The loss before the update: the sum over the outputs of a mean over the elements of all steps of all rows; of a loss function, the mean over rows of at least one step.
    /// 0 if none counts; then nothing is updated.
    /// </returns>
    /// <exception cref="ArgumentException">The rows are those of another model or too many, or an id is out of range; nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">An input or a target is not set; nothing was changed.</exception>
    /// <exception cref="NonFiniteException">The loss or a gradient is not finite, under <see cref="NonFinite.Throw"/>; nothing was updated.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T Step(NetworkRows<T> rows, ReadOnlySpan<T> initialStates = default) => Step(Sampled(rows, initialStates, 0), initialStates);

    /// <summary>
    /// Computes the gradients of rows by name, which replace those of the last call, without clipping or update. Dropout masks are those of the next update, so repeated calls
    /// give the same result.
    /// </summary>
    /// <param name="rows">1 to <see cref="BatchSize"/> rows, which a model of the same declaration created. Nothing behind the end of a row is read.</param>
    /// <param name="initialStates">The states before the first step, rows of StateLength elements; empty for the initial values.</param>
    /// <returns>
    /// The loss: the sum over the outputs of a mean over the elements of all steps of all rows; of a loss function, the mean over rows of at least one step. 0 if none counts.
    /// </returns>
    /// <exception cref="ArgumentException">The rows are those of another model or too many, or an id is out of range; nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">An input or a target is not set; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T ComputeGradients(NetworkRows<T> rows, ReadOnlySpan<T> initialStates = default) => Compute(Sampled(rows, initialStates, 0), initialStates);

    /// <summary>
    /// Computes the gradients of rows by name and adds them to those of the calls since the last update; <see cref="ApplyGradients"/> then updates as one call with all these rows
    /// would do, masks of dropout included. The elements of several outputs must grow alike.
    /// </summary>
    /// <param name="rows">1 to <see cref="BatchSize"/> rows, which a model of the same declaration created. Nothing behind the end of a row is read.</param>
    /// <param name="initialStates">The states before the first step, rows of StateLength elements; empty for the initial values.</param>
    /// <returns>The loss of this call: the sum over the outputs of a mean over the elements of all steps of all rows; 0 if none counts.</returns>
    /// <exception cref="ArgumentException">
    /// The rows are those of another model or too many, an id is out of range, or an output has relatively more elements than in the first call since the last update; nothing was
    /// added.
    /// </exception>
    /// <exception cref="InvalidOperationException">An input or a target is not set; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T AccumulateGradients(NetworkRows<T> rows, ReadOnlySpan<T> initialStates = default) =>
        Accumulate(Sampled(rows, initialStates, _sum.Rows), initialStates);

    /// <summary>
    /// Computes the loss as inference computes outputs: without dropout, with the expected value of zoneout, and with the parameters as they are whatever format Forward
    /// reads. Nothing is updated; gradients, carried states and final states of the last call stay as they are.
    /// </summary>
    /// <param name="rows">Any number of rows, which a model of the same declaration created. Nothing behind the end of a row is read.</param>
    /// <param name="initialStates">The states before the first step, rows of StateLength elements; empty for the initial values.</param>
    /// <returns>
    /// The loss: the sum over the outputs of a mean over the elements of all steps of all rows; of a loss function, the mean over rows of at least one step. 0 if none counts.
    /// </returns>
    /// <exception cref="ArgumentException">The rows are those of another model, or an id is out of range.</exception>
    /// <exception cref="InvalidOperationException">An input or a target is not set.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public T Evaluate(NetworkRows<T> rows, ReadOnlySpan<T> initialStates = default) => Evaluate(Named(rows, int.MaxValue), initialStates);

    /// <summary>Checks rows, and replaces tokens that a decoder reads by draws from its own outputs, if the options ask for that.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="initialStates">The states before the first step.</param>
    /// <param name="firstRow">The number of rows of earlier calls for the same update.</param>
    private NamedRows<T> Sampled(NetworkRows<T> rows, ReadOnlySpan<T> initialStates, int firstRow)
    {
        NamedRows<T> named = Named(rows, BatchSize);
        double probability = _sampling is null ? 1 : _options.TeacherForcing!.FactorAt(Updates);
        if (!(probability < 1))
            return named;
        RowStates<T> before = States(rows.Count, initialStates);
        for (int row = 0; row < rows.Count; row++)
            _sampling!.Run(rows, row, before, probability, ScheduledSampling.SeedOf(_options.Seed, Updates, (long)firstRow + row));
        return named;
    }

    private NamedRows<T> Named(NetworkRows<T> rows, int batchSize)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(rows);
        rows.Check(_module.Declaration, isStep: false, readsTargets: true);
        if (rows.Count > batchSize)
            throw new ArgumentException($"Expected 1 to {batchSize} rows, but {rows.Count} were given.", nameof(rows));
        return new NamedRows<T>(rows, default);
    }
}
