using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace RnnCompiler.Tests.Shared;

/// <summary>Types that a type refers to.</summary>
internal static class TypeReferences
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> s_codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static f => (OpCode)f.GetValue(null)!).ToDictionary(static c => c.Value);

    /// <summary>All of them, constructed types taken apart; nested types are not read with the type around them.</summary>
    public static IReadOnlyCollection<Type> Of(Type type)
    {
        HashSet<Type> found = [];
        Add(found, type.BaseType);
        foreach (Type face in type.GetInterfaces())
            Add(found, face);
        AddAttributes(found, type);
        foreach (MemberInfo member in type.GetMembers(Declared))
        {
            AddAttributes(found, member);
            AddSignature(found, member);
            if (member is MethodBase method)
                AddBody(found, method);
        }

        return found;
    }

    private static void Add(HashSet<Type> found, Type? type)
    {
        if (type is null || type.IsGenericParameter)
            return;
        if (type.HasElementType)
        {
            Add(found, type.GetElementType());
            return;
        }

        if (type.IsConstructedGenericType)
        {
            foreach (Type argument in type.GetGenericArguments())
                Add(found, argument);
            type = type.GetGenericTypeDefinition();
        }

        found.Add(type);
    }

    private static void AddAttributes(HashSet<Type> found, MemberInfo member)
    {
        foreach (CustomAttributeData attribute in member.GetCustomAttributesData())
            Add(found, attribute.AttributeType);
    }

    private static void AddSignature(HashSet<Type> found, MemberInfo member)
    {
        switch (member)
        {
            case FieldInfo field:
                Add(found, field.FieldType);
                break;
            case PropertyInfo property:
                Add(found, property.PropertyType);
                break;
            case EventInfo @event:
                Add(found, @event.EventHandlerType);
                break;
            case MethodBase method:
                foreach (ParameterInfo parameter in method.GetParameters())
                    Add(found, parameter.ParameterType);
                Add(found, (method as MethodInfo)?.ReturnType);
                break;
        }
    }

    private static void AddBody(HashSet<Type> found, MethodBase method)
    {
        if (method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } il)
            return;
        foreach (LocalVariableInfo local in body.LocalVariables)
            Add(found, local.LocalType);
        foreach (ExceptionHandlingClause clause in body.ExceptionHandlingClauses.Where(static c => c.Flags == ExceptionHandlingClauseOptions.Clause))
            Add(found, clause.CatchType);
        Type[] typeArguments = method.DeclaringType!.GetGenericArguments();
        Type[] methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        foreach (int token in Tokens(il))
            AddMember(found, method.Module.ResolveMember(token, typeArguments, methodArguments));
    }

    private static void AddMember(HashSet<Type> found, MemberInfo? member)
    {
        if (member is Type type)
        {
            Add(found, type);
            return;
        }

        Add(found, member?.DeclaringType);
        if (member is MethodBase { IsGenericMethod: true } generic)
        {
            foreach (Type argument in generic.GetGenericArguments())
                Add(found, argument);
        }

        if (member is not null)
            AddSignature(found, member);
    }

    /// <summary>The tokens of fields, methods and types in the instructions of a body.</summary>
    private static IEnumerable<int> Tokens(byte[] il)
    {
        for (int i = 0; i < il.Length;)
        {
            short value = il[i++];
            if (value == 0xFE)
                value = (short)((0xFE << 8) | il[i++]);
            OpCode code = s_codes[value];
            if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineTok)
                yield return BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(i));
            i += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(i))),
                _ => 4,
            };
        }
    }
}
