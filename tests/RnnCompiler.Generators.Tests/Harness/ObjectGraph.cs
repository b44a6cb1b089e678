using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace RnnCompiler.Generators.Tests.Harness;

/// <summary>Walks all that a value refers to.</summary>
internal static class ObjectGraph
{
    /// <summary>Fails if a value keeps anything of a compilation alive.</summary>
    public static void AssertFreeOfRoslyn(object? value, string step)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Visit(value);

        void Visit(object? node)
        {
            if (node is null || !seen.Add(node))
                return;
            Assert.False(
                node is ISymbol or SyntaxNode or SyntaxToken or SyntaxReference or Compilation or Location or SemanticModel or SyntaxTree or AttributeData,
                $"The step {step} keeps a {node.GetType()}.");
            Type type = node.GetType();
            if (type.IsPrimitive || type.IsEnum || node is string or Type)
                return;
            if (node is IEnumerable items && type.IsArray)
            {
                foreach (object? item in items)
                    Visit(item);
                return;
            }

            for (Type? level = type; level is not null; level = level.BaseType)
            {
                foreach (FieldInfo field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                    Visit(field.GetValue(node));
            }
        }
    }
}
