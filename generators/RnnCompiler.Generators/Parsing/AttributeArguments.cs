using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Cells;

namespace RnnCompiler.Generators.Parsing;

/// <summary>
/// The arguments of one attribute by name. Source is often half-typed: what is missing or of the wrong type marks the attribute
/// unreadable and gives a default, and never throws.
/// </summary>
/// <param name="attribute">The attribute.</param>
/// <param name="cells">What a type with [Cell] stands for; null where that cannot be read.</param>
internal sealed class AttributeArguments(AttributeData attribute, Func<INamedTypeSymbol, CellProgram?>? cells = null)
{
    /// <summary>Whether all that was asked for could be read.</summary>
    public bool IsReadable { get; private set; } = attribute.AttributeConstructor is not null;

    /// <summary>A required argument of the constructor.</summary>
    public int Integer(int position) => Read(position) is int number ? number : Unreadable<int>();

    /// <summary>A required argument of the constructor.</summary>
    public double Double(int position) => Read(position) is double number ? number : Unreadable<double>();

    /// <summary>A required argument of the constructor: the cell of a type.</summary>
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

    /// <summary>A property that is a list of texts.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (!TryFind(name, out TypedConstant constant))
            return [];
        if (constant.Kind == TypedConstantKind.Array && !constant.IsNull && constant.Values.All(static v => v.Value is string))
            return [.. constant.Values.Select(static v => (string)v.Value!)];
        _ = Unreadable<string>();
        return [];
    }

    /// <summary>A property, with what it is when left out.</summary>
    public T Property<T>(string name, T omitted)
        where T : unmanaged
    {
        if (!TryFind(name, out TypedConstant constant))
            return omitted;
        return constant.Kind == TypedConstantKind.Primitive && constant.Value is T value ? value : Unreadable<T>();
    }

    /// <summary>A property of an enum type; a number that is no member is kept.</summary>
    public T Member<T>(string name, T omitted)
        where T : struct, Enum
    {
        if (!TryFind(name, out TypedConstant constant))
            return omitted;
        return constant.Kind == TypedConstantKind.Enum && constant.Value is int number ? (T)Enum.ToObject(typeof(T), number) : Unreadable<T>();
    }

    /// <summary>The layer's name, or null if it has none of its own.</summary>
    public string? Name() => Text("Name");

    /// <summary>A property that is a text, or null if it is left out.</summary>
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
