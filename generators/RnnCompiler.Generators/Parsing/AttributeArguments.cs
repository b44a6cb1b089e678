using Microsoft.CodeAnalysis;

namespace RnnCompiler.Generators.Parsing;

/// <summary>
/// The arguments of one attribute by name. Source is often half-typed: what is missing or of the wrong type marks the attribute
/// unreadable and gives a default, and never throws.
/// </summary>
internal sealed class AttributeArguments(AttributeData attribute)
{
    /// <summary>Whether all that was asked for could be read.</summary>
    public bool IsReadable { get; private set; } = attribute.AttributeConstructor is not null;

    /// <summary>A required argument of the constructor.</summary>
    public int Integer(int position) => Read(position) is int number ? number : Unreadable<int>();

    /// <summary>A required argument of the constructor.</summary>
    public double Double(int position) => Read(position) is double number ? number : Unreadable<double>();

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
    public string? Name() => TryFind("Name", out TypedConstant constant)
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
