using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Cells;

namespace RnnCompiler.Generators.Parsing;

/// <summary>
/// Reads the arguments of one attribute by name. Source code is often incomplete while it is typed: a missing argument or one of the wrong type marks
/// the attribute as unreadable and gives a default; it never throws.
/// </summary>
/// <param name="attribute">The attribute.</param>
/// <param name="cells">Returns the cell of a type with [Cell], or null if it cannot be read.</param>
internal sealed class AttributeArguments(AttributeData attribute, Func<INamedTypeSymbol, CellProgram?>? cells = null)
{
    /// <summary>Gets whether all arguments that were requested could be read.</summary>
    public bool IsReadable { get; private set; } = attribute.AttributeConstructor is not null;

    /// <summary>Returns a required integer argument of the constructor.</summary>
    public int Integer(int position) => Read(position) is int number ? number : Unreadable<int>();

    /// <summary>Returns a required floating-point argument of the constructor.</summary>
    public double Double(int position) => Read(position) is double number ? number : Unreadable<double>();

    /// <summary>Returns the cell of the type that a required argument of the constructor names.</summary>
    public CellProgram? Cell(int position)
    {
        if (position < attribute.ConstructorArguments.Length
            && attribute.ConstructorArguments[position] is { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol { TypeKind: not TypeKind.Error } type }
            && cells?.Invoke(type) is { } program)
        {
            return program;
        }

        return Unreadable<CellProgram>();
    }

    /// <summary>Returns a property that is a list of strings.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (!TryFind(name, out TypedConstant constant))
            return [];
        if (constant.Kind == TypedConstantKind.Array && !constant.IsNull && constant.Values.All(static v => v.Value is string))
            return [.. constant.Values.Select(static v => (string)v.Value!)];
        _ = Unreadable<string>();
        return [];
    }

    /// <summary>Returns a property, or the given default if it is omitted.</summary>
    public T Property<T>(string name, T omitted)
        where T : unmanaged
    {
        if (!TryFind(name, out TypedConstant constant))
            return omitted;
        return constant.Kind == TypedConstantKind.Primitive && constant.Value is T value ? value : Unreadable<T>();
    }

    /// <summary>Returns a property of an enum type; a number that is not a member is kept.</summary>
    public T Member<T>(string name, T omitted)
        where T : struct, Enum
    {
        if (!TryFind(name, out TypedConstant constant))
            return omitted;
        return constant.Kind == TypedConstantKind.Enum && constant.Value is int number ? (T)Enum.ToObject(typeof(T), number) : Unreadable<T>();
    }

    /// <summary>Returns the layer's name, or null if the user gave it none.</summary>
    public string? Name() => Text("Name");

    /// <summary>Returns a string property, or null if it is omitted.</summary>
    public string? Text(string name) => TryFind(name, out TypedConstant constant)
        ? constant.Kind == TypedConstantKind.Primitive ? constant.Value as string : Unreadable<string>()
        : null;

    private object? Read(int position)
    {
        if (position >= attribute.ConstructorArguments.Length)
            return null;
        TypedConstant constant = attribute.ConstructorArguments[position];
        return constant.Kind == TypedConstantKind.Primitive ? constant.Value : null;
    }

    private bool TryFind(string name, out TypedConstant constant)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            constant = argument.Value;
            if (argument.Key == name)
                return true;
        }

        constant = default;
        return false;
    }

    private T? Unreadable<T>()
    {
        IsReadable = false;
        return default;
    }
}
