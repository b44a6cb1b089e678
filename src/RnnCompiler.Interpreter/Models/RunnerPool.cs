using System.Numerics;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Interpreter.Models;

/// <summary>Pool of one runner, which is rented by an interlocked exchange; a concurrent caller creates another one for its call.</summary>
internal sealed class RunnerPool<T>(Function function, ParameterValues<T> parameters, WeightRounding rounding)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private FunctionRunner<T>? _free = new(function, parameters, rounding);

    public FunctionRunner<T> Rent() => Interlocked.Exchange(ref _free, null) ?? new FunctionRunner<T>(function, parameters, rounding);

    public void Return(FunctionRunner<T> runner) => Volatile.Write(ref _free, runner);
}
