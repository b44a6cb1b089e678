using System.Numerics;
using System.Runtime.InteropServices;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Interpreter.Models;

/// <summary>A function with buffers of its own and the model's parameters as arguments, copied again only after they have changed.</summary>
internal sealed class FunctionRunner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ParameterValues<T> _parameters;
    private readonly (string Key, Range Place)[] _weights;
    private long _version = -1;

    public FunctionRunner(Function function, ParameterValues<T> parameters)
    {
        _parameters = parameters;
        _weights = [.. function.ParametersOf(ParameterRole.Weight).Select(w => (w.Name!, parameters.Weight(w.Name!)))];
        Interpreter = new IrInterpreter<T>(function);
    }

    public IrInterpreter<T> Interpreter { get; }

    /// <summary>Sets an argument of reals or of integers.</summary>
    public void Set<TElement>(string name, ReadOnlySpan<TElement> values)
        where TElement : unmanaged
    {
        if (typeof(TElement) == typeof(int))
            MemoryMarshal.Cast<TElement, int>(values).CopyTo(Interpreter.IntegerArgument(name));
        else
            MemoryMarshal.Cast<TElement, T>(values).CopyTo(Interpreter.Argument(name));
    }

    public void Run()
    {
        if (_version != _parameters.Version)
        {
            foreach ((string key, Range place) in _weights)
                _parameters.All[place].CopyTo(Interpreter.Argument(key));
            _version = _parameters.Version;
        }

        Interpreter.Run();
    }
}
